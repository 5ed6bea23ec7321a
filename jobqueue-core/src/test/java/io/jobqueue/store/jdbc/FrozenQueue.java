package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobProgress;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.support.MonotonicIds;
import io.jobqueue.testsupport.TestRenewals;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A queue of its own, a worker that is to freeze, one that continues, and one whose lease
 * has expired.
 */
abstract class FrozenQueue implements FrozenSteps.Scene {

	static final Duration LEASE = Duration.ofSeconds(1);

	static final Duration LONG = Duration.ofMinutes(5);

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	private final MonotonicIds ids = new MonotonicIds(InstantSource.system());

	final StoreBackend store;

	final String queue = "q" + NUMBERS.incrementAndGet();

	final String victim = "victim-" + this.queue;

	final String other = "other-" + this.queue;

	private final String gone = "gone-" + this.queue;

	/** The jobs of the other worker. */
	final List<ClaimedJob> others = new ArrayList<>();

	/** Prepare it by a store that works. */
	FrozenQueue(StoreBackend store) {
		this.store = store;
		renew(store, this.gone, Duration.ofMillis(1), List.of());
	}

	final NewJob job(String queue, @Nullable Duration delay, JobTraits traits) {
		return new NewJob(this.ids.next(queue), queue, JobDetails.of("task", "1"), delay, null, traits);
	}

	final void insert(NewJob... jobs) {
		this.store.intake().insert(List.of(jobs));
	}

	final List<ClaimedJob> claim(String worker, int limit, Duration lease) {
		return this.store.feed().claim(new ClaimRequest(this.queue, worker, limit, lease)).jobs();
	}

	final void renew(StoreBackend store, String worker, Duration lease, List<ClaimedJob> jobs) {
		Map<JobId, Integer> held = new HashMap<>();
		Map<JobId, JobProgress> progress = new HashMap<>();
		jobs.forEach((job) -> {
			held.put(job.id(), job.delivery());
			progress.put(job.id(), JobProgress.of(0.5, "half"));
		});
		assertThat(store.feed()
			.renew(new RenewRequest(new WorkerIdentity(worker, "host", 1, Instant.EPOCH), lease,
					List.of(TestRenewals.container(this.queue, 8, held, progress))))
			.lost()).isEmpty();
	}

	/** Report that jobs of the other worker have succeeded. */
	final List<FinishResult> finish(List<ClaimedJob> jobs) {
		List<FinishResult> results = this.store.feed()
			.finish(this.queue, this.other, jobs.stream().map((job) -> Outcome.success(job, "1")).toList());
		for (int i = 0; i < jobs.size(); i++) {
			if (results.get(i) != FinishResult.LOCKED) {
				this.others.remove(jobs.get(i));
			}
		}
		return results;
	}

	/** Do as the maintenance and a worker do, until no job waits or runs. */
	@Override
	public final boolean isDrained() {
		this.store.maintenance().reclaim(this.queue, 100, 100);
		this.others.addAll(claim(this.other, 50, LONG));
		finish(List.copyOf(this.others));
		return this.store.queries().queue(this.queue).size() == 0;
	}

	@Override
	public final String gone() {
		return this.gone;
	}

}
