package io.jobqueue.store.memory.notes;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import io.jobqueue.JobId;
import io.jobqueue.lifecycle.JobState;
import io.jobqueue.store.notes.Attempt;
import io.jobqueue.store.notes.JobNotes;
import io.jobqueue.store.notes.LogAppend;
import io.jobqueue.store.notes.LogBounds;
import io.jobqueue.store.notes.StoredLog;
import io.jobqueue.store.notes.StoredStep;

/**
 * The notes of attempts, each beside its job.
 *
 * @param jobs the way to the jobs
 */
public record MemoryNotes(Jobs jobs) implements JobNotes {

	@Override
	public boolean keepStep(Attempt attempt, StoredStep step) {
		return write(attempt, (notes) -> notes.keep(step));
	}

	@Override
	public List<StoredStep> steps(String queue, JobId id) {
		return this.jobs.with(id, (job, notes) -> job.queue().equals(queue) ? notes.steps() : List.of(), List.of());
	}

	@Override
	public Set<JobId> appendLogs(String queue, String worker, List<LogAppend> appends, LogBounds bounds) {
		Set<JobId> refused = new HashSet<>();
		for (LogAppend append : appends) {
			Attempt attempt = new Attempt(queue, worker, append.id(), append.delivery());
			if (!write(attempt, (notes) -> notes.append(append.parts(), bounds))) {
				refused.add(append.id());
			}
		}
		return refused;
	}

	@Override
	public StoredLog log(String queue, JobId id, long from) {
		return this.jobs.with(id, (job, notes) -> job.queue().equals(queue) ? notes.log(from) : StoredLog.EMPTY,
				StoredLog.EMPTY);
	}

	private boolean write(Attempt attempt, Consumer<KeptNotes> change) {
		return this.jobs.with(attempt.id(), (job, notes) -> {
			boolean held = job.queue().equals(attempt.queue()) && job.isHeldBy(attempt.worker(), attempt.delivery());
			if (held) {
				change.accept(notes);
			}
			return held;
		}, false);
	}

	/** The jobs of the store. */
	public interface Jobs {

		/**
		 * Do something with a job under the lock of the store.
		 * @param missing the answer if there is no such job
		 */
		<T> T with(JobId id, BiFunction<JobState, KeptNotes, T> work, T missing);

	}

}
