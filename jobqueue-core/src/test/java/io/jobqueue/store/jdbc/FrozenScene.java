package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.StatusRetention;
import io.jobqueue.store.notes.Attempt;
import io.jobqueue.store.notes.JobNotes;
import io.jobqueue.store.notes.LogAppend;
import io.jobqueue.store.notes.LogBounds;
import io.jobqueue.store.notes.LogPart;
import io.jobqueue.store.notes.StoredStep;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A queue of its own with jobs in all states, of a worker that is to freeze, of one that
 * goes on and of one that was lost.
 */
final class FrozenScene extends FrozenQueue {

	private static final Map<JobStatus, StatusRetention> RETENTION = Map.of(JobStatus.SUCCESS,
			new StatusRetention(Duration.ZERO, 0));

	final List<ClaimedJob> victims;

	final JobId ready;

	final JobId ended;

	/** Prepare it by a store that works. */
	FrozenScene(StoreBackend store) {
		super(store);
		insert(job(null));
		ClaimedJob done = claim(this.other, 1, LONG).get(0);
		this.ended = done.id();
		store.feed().finish(this.queue, this.other, List.of(Outcome.success(done, "1")));
		insert(job(null), job(null), job(null), job(null), job(null));
		this.victims = claim(this.victim, 3, LEASE);
		this.others.addAll(claim(this.other, 1, LONG));
		claim("lost-" + this.queue, 1, Duration.ofMillis(1));
		renew(store, this.victim, LEASE, this.victims);
		renew(store, this.other, LONG, this.others);
		NewJob first = job(null);
		this.ready = first.id();
		insert(first, job(null), job(null), job(Duration.ofMillis(1)), job(Duration.ofMillis(1)));
	}

	NewJob job(@Nullable Duration delay) {
		return job(this.queue, delay, JobTraits.NONE);
	}

	/** What the victim can be at when it freezes, by name. */
	@Override
	public Map<String, Consumer<JdbcStoreBackend>> steps() {
		List<Outcome> outcomes = List.of(Outcome.success(this.victims.get(0), "1"),
				Outcome.retry(this.victims.get(1), Duration.ZERO, null),
				Outcome.release(this.victims.get(2).id(), this.victims.get(2).delivery()));
		ClaimRequest request = new ClaimRequest(this.queue, this.victim, 2, LEASE);
		ClaimRequest first = new ClaimRequest("new-" + this.queue, this.victim, 2, LEASE);
		Map<String, Consumer<JdbcStoreBackend>> steps = new HashMap<>();
		steps.put("claim", (it) -> it.feed().claim(request));
		steps.put("first claim of a queue", (it) -> it.feed().claim(first));
		steps.put("exchange", (it) -> it.feed().exchange(request, outcomes));
		steps.put("finish", (it) -> it.feed().finish(this.queue, this.victim, outcomes));
		steps.put("renew", (it) -> renew(it, this.victim, LEASE, this.victims));
		steps.put("leave", (it) -> it.feed().leave(this.victim, List.of(this.queue)));
		steps.put("insert", (it) -> it.intake().insert(List.of(job(null), job(Duration.ofMillis(1)))));
		steps.put("reclaim", (it) -> it.maintenance().reclaim(this.queue, 5, 100));
		steps.put("promote", (it) -> it.maintenance().promote(this.queue, 100));
		steps.put("prune", (it) -> it.maintenance().prune(this.queue, RETENTION, 100));
		steps.put("cancel", (it) -> it.actions().cancel(this.victims.get(0).id()));
		steps.put("cancel of a waiting job", (it) -> it.actions().cancel(this.ready));
		steps.put("requeue", (it) -> it.actions().requeue(this.ended));
		steps.put("delete", (it) -> it.actions().delete(this.ended));
		steps.put("pause", (it) -> it.actions().pause("paused-" + this.queue));
		steps.put("resume", (it) -> it.actions().resume(this.queue));
		ClaimedJob noted = this.victims.get(0);
		steps.put("keep a step", (it) -> it.part(JobNotes.class)
			.keepStep(new Attempt(this.queue, this.victim, noted.id(), noted.delivery()), new StoredStep(1, "a", "1")));
		steps.put("append to logs",
				(it) -> it.part(JobNotes.class)
					.appendLogs(this.queue, this.victim, this.victims.stream().map(FrozenScene::line).toList(),
							LogBounds.DEFAULT));
		return steps;
	}

	private static LogAppend line(ClaimedJob job) {
		return new LogAppend(job.id(), job.delivery(),
				LogPart.of(0, List.of(new LogPart.Line(Instant.EPOCH, "a line"))));
	}

	/** All that the other worker, and a new one, do; nothing of it may wait. */
	@Override
	public void othersGoOn() {
		NewJob added = job(null);
		insert(added);
		this.others.addAll(claim(this.other, 50, LONG));
		assertThat(this.others).extracting(ClaimedJob::id).as("claimed").contains(added.id());
		renew(this.store, this.other, LONG, this.others);
		finish(List.copyOf(this.others));
		assertThat(this.others).as("not finished").isEmpty();
		this.store.maintenance().reclaim(this.queue, 100, 100);
		this.store.maintenance().promote(this.queue, 100);
		this.store.maintenance().prune(this.queue, RETENTION, 100);
		this.store.actions().pause(this.queue);
		this.store.actions().resume(this.queue);
		this.store.actions().pause("paused-" + this.queue);
		this.store.actions().resume("paused-" + this.queue);
		for (String name : List.of("fresh-" + this.queue, "new-" + this.queue)) {
			this.store.feed().claim(new ClaimRequest(name, this.other, 1, LONG));
		}
		insert(job(Duration.ofMillis(1)));
		String fresh = "fresh-" + this.queue;
		claim(fresh, 5, LONG).forEach((job) -> assertThat(
				this.store.feed().finish(this.queue, fresh, List.of(Outcome.release(job.id(), job.delivery()))))
			.containsExactly(FinishResult.APPLIED));
		this.store.feed().leave(fresh, List.of(this.queue));
	}

	@Override
	public void prune() {
		this.store.maintenance().prune(this.queue, Map.of(), 1);
	}

	/** What the victim has to say comes too late, or was stored before it froze. */
	@Override
	public void requireFenced() {
		this.victims.forEach((job) -> assertThat(
				this.store.feed().finish(this.queue, this.victim, List.of(Outcome.success(job, "late"))))
			.doesNotContain(FinishResult.APPLIED));
	}

}
