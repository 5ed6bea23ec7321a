package io.jobqueue.worker;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.jobqueue.JobId;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.notes.Attempt;
import io.jobqueue.store.notes.JobNotes;
import io.jobqueue.store.notes.LogAppend;
import io.jobqueue.store.notes.LogBounds;
import io.jobqueue.store.notes.StoredLog;
import io.jobqueue.store.notes.StoredStep;

/** Notes that can be cut off, and that count the calls. */
record RemoteNotes(JobNotes target, AtomicBoolean unavailable, AtomicReference<Runnable> appending,
		AtomicInteger calls) implements JobNotes {

	@Override
	public boolean keepStep(Attempt attempt, StoredStep step) {
		return call(() -> this.target.keepStep(attempt, step));
	}

	@Override
	public List<StoredStep> steps(String queue, JobId id) {
		return call(() -> this.target.steps(queue, id));
	}

	@Override
	public Set<JobId> appendLogs(String queue, String worker, List<LogAppend> appends, LogBounds bounds) {
		this.appending.get().run();
		return call(() -> this.target.appendLogs(queue, worker, appends, bounds));
	}

	@Override
	public StoredLog log(String queue, JobId id, long from) {
		return call(() -> this.target.log(queue, id, from));
	}

	private <T> T call(Supplier<T> action) {
		this.calls.incrementAndGet();
		if (this.unavailable.get()) {
			throw new StoreUnavailableException("The store is unavailable", null);
		}
		return action.get();
	}

}
