package io.jobqueue.crash;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.StatusRetention;
import io.jobqueue.testsupport.TestRenewals;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people and maintenance do to jobs, one deed each, on a store whose answers may get
 * lost; each checks that it is done, and done once.
 */
final class Duties {

	private static final Duration LEASE = Duration.ofSeconds(30);

	private final StoreBackend store;

	private final JobDispatcher jobs;

	private int queues;

	private String queue = "";

	Duties(StoreBackend store) {
		this.store = store;
		this.jobs = Scene.dispatcher(store, InstantSource.system());
	}

	void cancel() {
		JobId id = waiting();
		patiently(() -> this.store.actions().cancel(id));
		assertThat(find(id).status()).isEqualTo(JobStatus.CANCELLED);
		assertThat(claim(LEASE)).isEmpty();
	}

	void requeue() {
		JobId id = ended();
		patiently(() -> this.store.actions().requeue(id));
		assertThat(claim(LEASE)).extracting(ClaimedJob::id).containsExactly(id);
	}

	void runNow() {
		JobId id = dispatch(JobRequest.of(LedgerTask.NAME, 1).after(LEASE.multipliedBy(100)));
		patiently(() -> this.store.actions().runNow(id));
		assertThat(claim(LEASE)).extracting(ClaimedJob::id).containsExactly(id);
	}

	void delete() {
		JobId id = ended();
		patiently(() -> this.store.actions().delete(id));
		assertThat(this.store.queries().find(List.of(id))).isEmpty();
	}

	void resume() {
		JobId id = waiting();
		this.store.actions().pause(this.queue);
		assertThat(claim(LEASE)).isEmpty();
		patiently(() -> this.store.actions().resume(this.queue));
		assertThat(claim(LEASE)).extracting(ClaimedJob::id).containsExactly(id);
	}

	void promote() {
		JobId id = dispatch(JobRequest.of(LedgerTask.NAME, 1).after(Duration.ofMillis(20)));
		Scene.await().until(() -> {
			patiently(() -> this.store.maintenance().promote(this.queue, 10));
			return find(id).status() == JobStatus.QUEUED;
		});
		assertThat(claim(LEASE)).extracting(ClaimedJob::id).containsExactly(id);
	}

	void reclaim() {
		JobId id = waiting();
		claim(Duration.ofMillis(10));
		Scene.await().until(() -> {
			patiently(() -> this.store.maintenance().reclaim(this.queue, 5, 10));
			return find(id).status() == JobStatus.QUEUED;
		});
		assertThat(find(id).history()).extracting(JobAttempt::outcome).containsExactly(JobStatus.QUEUED);
		assertThat(claim(LEASE)).extracting(ClaimedJob::lostDeliveries).containsExactly(1);
	}

	void prune() {
		prune(ended());
	}

	private void prune(JobId id) {
		Map<JobStatus, StatusRetention> none = Map.of(JobStatus.FAILED, new StatusRetention(Duration.ofDays(1), 0));
		patiently(() -> this.store.maintenance().prune(this.queue, none, 10));
		assertThat(this.store.queries().find(List.of(id))).isEmpty();
	}

	void forget() {
		JobId id = ended();
		this.store.actions().delete(id);
		this.store.feed().leave("w", List.of(this.queue));
		assertThat(this.store.queries().queues()).contains(this.queue);
		patiently(() -> this.store.maintenance().prune(this.queue, Map.of(), 10));
		assertThat(this.store.queries().queues()).doesNotContain(this.queue);
	}

	void move() {
		JobId id = waiting();
		move(id, this.queue + "-target");
		assertThat(claim(LEASE)).extracting(ClaimedJob::id).containsExactly(id);
	}

	/** Between two queues that are not the one of the job's id. */
	void moveOn() {
		JobId id = waiting();
		String home = this.queue;
		move(id, home + "-second");
		move(id, home + "-third");
		assertThat(claim(LEASE)).extracting(ClaimedJob::id).containsExactly(id);
	}

	private void move(JobId id, String target) {
		ClaimedJob job = claim(LEASE).get(0);
		String source = this.queue;
		Outcome moved = Outcome.retry(job, Duration.ZERO, null).withQueue(target);
		patiently(() -> this.store.feed().finish(source, "w", List.of(moved)));
		patiently(() -> this.store.maintenance().reclaim(source, 5, 10));
		assertThat(find(id).queue()).isEqualTo(target);
		this.queue = target;
	}

	void pruneMoved() {
		JobId id = waiting();
		move(id, this.queue + "-target");
		fail(claim(LEASE).get(0));
		prune(id);
	}

	void leave() {
		waiting();
		RenewRequest.Container container = TestRenewals.container(this.queue, 1, Map.of());
		this.store.feed()
			.renew(new RenewRequest(new WorkerIdentity("leaver", "host", 1, Instant.EPOCH), LEASE, List.of(container)));
		assertThat(this.store.queries().workers()).extracting((worker) -> worker.id()).contains("leaver");
		patiently(() -> this.store.feed().leave("leaver", List.of(this.queue)));
		assertThat(this.store.queries().workers()).extracting((worker) -> worker.id()).doesNotContain("leaver");
	}

	void storeOnFailureError() {
		JobId id = ended();
		JobError error = new JobError("a.B", "no", null);
		patiently(() -> this.store.feed().storeOnFailureError(this.queue, id, 1, error));
		assertThat(find(id).onFailureError()).isEqualTo(error);
	}

	private JobId waiting() {
		return dispatch(JobRequest.of(LedgerTask.NAME, 1));
	}

	private JobId ended() {
		JobId id = waiting();
		fail(claim(LEASE).get(0));
		return id;
	}

	/** With a claim, so that the step of the duty is the first one. */
	private void fail(ClaimedJob job) {
		this.store.feed()
			.exchange(new ClaimRequest(this.queue, "w", 1, LEASE), List.of(Outcome.end(job, JobStatus.FAILED, null)));
	}

	/** Into a queue of its own. */
	private JobId dispatch(JobRequest request) {
		this.queue = "duty" + ++this.queues;
		return this.jobs.dispatch(request.onQueue(this.queue));
	}

	private List<ClaimedJob> claim(Duration lease) {
		return this.store.feed().claim(new ClaimRequest(this.queue, "w", 10, lease)).jobs();
	}

	private JobInfo find(JobId id) {
		return this.store.queries().find(List.of(id)).get(id);
	}

	/** As a person does who is told that the store is away. */
	static void patiently(Runnable deed) {
		Scene.await().ignoreException(StoreUnavailableException.class).until(() -> {
			deed.run();
			return true;
		});
	}

}
