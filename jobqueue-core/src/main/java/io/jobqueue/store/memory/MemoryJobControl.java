package io.jobqueue.store.memory;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.JobControl;

import org.jspecify.annotations.Nullable;

/**
 * What is done to jobs and queues from outside.
 */
final class MemoryJobControl implements JobControl {

	private final MemoryState state;

	MemoryJobControl(MemoryState state) {
		this.state = state;
	}

	@Override
	public @Nullable JobStatus cancel(JobId id) {
		try (Turn turn = this.state.begin()) {
			JobEntry entry = turn.job(id);
			if (entry == null || entry.status.isEnd()) {
				return (entry != null) ? entry.status : null;
			}
			JobStatus before = entry.status;
			turn.detach(entry);
			if (before == JobStatus.STARTED && entry.worker != null) {
				entry.remember(JobStatus.CANCELLED, null, turn.now());
				turn.signalCancelled(entry.worker, id);
			}
			turn.end(entry, JobStatus.CANCELLED);
			return before;
		}
	}

	@Override
	public @Nullable JobStatus requeue(JobId id) {
		try (Turn turn = this.state.begin()) {
			JobEntry entry = turn.job(id);
			if (entry == null || !entry.status.isEnd()) {
				return (entry != null) ? entry.status : null;
			}
			JobStatus before = entry.status;
			turn.detach(entry);
			entry.startAnew();
			turn.attachAtTail(entry, entry.queue, JobStatus.QUEUED, turn.now());
			turn.wakeIfReady(turn.queue(entry.queue));
			return before;
		}
	}

	@Override
	public @Nullable JobStatus delete(JobId id) {
		try (Turn turn = this.state.begin()) {
			JobEntry entry = turn.job(id);
			if (entry == null) {
				return null;
			}
			if (entry.status != JobStatus.STARTED) {
				turn.detach(entry);
				turn.state().jobs.remove(id);
			}
			return entry.status;
		}
	}

	@Override
	public void pause(String queue) {
		try (Turn turn = this.state.begin()) {
			turn.queue(queue).paused = true;
		}
	}

	@Override
	public void resume(String queue) {
		try (Turn turn = this.state.begin()) {
			QueueState known = turn.known(queue);
			if (known != null) {
				known.paused = false;
				turn.wake(known);
			}
		}
	}

}
