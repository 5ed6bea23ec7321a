package io.jobqueue.worker.notes;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

import io.jobqueue.JobStateException;
import io.jobqueue.StepAction;
import io.jobqueue.StepWork;
import io.jobqueue.store.TransactionalFinish;
import io.jobqueue.task.settings.LogCapture;
import org.slf4j.event.Level;

/** What one attempt notes. Safe for use by many threads. */
public final class AttemptNotes {

	/** For a context without an attempt that a worker holds. */
	public static final AttemptNotes NONE = new AttemptNotes(null, null, LogCapture.OFF);

	private final @Nullable AttemptSteps steps;

	private final @Nullable AttemptLog log;

	private final LogCapture capture;

	AttemptNotes(@Nullable AttemptSteps steps, @Nullable AttemptLog log, LogCapture capture) {
		this.steps = steps;
		this.log = log;
		this.capture = capture;
	}

	/** Run a step once. Its result is read as a type. */
	public <T extends @Nullable Object, X extends Exception> T step(String name, Type type,
			StepWork<? extends T, X> work) throws X {
		return require(this.steps).run(name, type, work);
	}

	/** Run a step once. Its result has one of a few types. */
	public <T extends @Nullable Object, X extends Exception> T step(String name, StepWork<T, X> work) throws X {
		return require(this.steps).run(name, null, work);
	}

	/** Run a step without a result once. */
	public <X extends Exception> void step(String name, StepAction<X> work) throws X {
		require(this.steps).run(name, work);
	}

	/** Add a line to the log. */
	public void log(String message, @Nullable Object... arguments) {
		require(this.log).add(message, arguments);
	}

	/** Store the lines of the log in the transaction of the calling thread. */
	public void storeLogInTransaction(TransactionalFinish store) {
		if (this.log != null) {
			this.log.storeInTransaction(store);
		}
	}

	/** Return whether lines of a level that SLF4J received are added to the log. */
	public boolean captures(Level level) {
		return this.capture.takes(level);
	}

	private static <P> P require(@Nullable P part) {
		if (part == null) {
			throw new JobStateException("No worker holds the job, so it has no more steps and lines of its log");
		}
		return part;
	}

}
