package io.jobqueue.worker.attempt;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQueueException;
import io.jobqueue.JobStateException;
import io.jobqueue.JobStatus;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.TransactionalFinish;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.task.Task;
import io.jobqueue.worker.attempt.OutcomeDecider.Answer;
import io.jobqueue.worker.notes.AttemptNotes;
import io.jobqueue.worker.options.AttemptTransaction;

/**
 * Runs attempts in a transaction that stores their success too. Any other outcome rolls
 * the transaction back, and is stored afterwards like that of any job. A success is
 * handed on as well: the store answers that it has it. The store of a task that is run
 * once from the command line keeps no success; there the transaction has the changes of
 * the handler alone.
 *
 * @param transaction runs work in a transaction
 * @param store the store of the jobs
 * @param worker the id of the worker
 */
public record TransactionalAttempts(AttemptTransaction transaction, StoreBackend store, String worker) {

	/** Renewals and others lock the row of a job for a moment. */
	private static final int TRIES = 50;

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	/**
	 * Run an attempt.
	 * @param notes the log, whose lines are stored before a success
	 * @param attempt runs the handler, and decides the outcome
	 * @return the answer of the attempt
	 * @throws Exception what the handler threw, or why its success could not be stored;
	 * its changes are rolled back
	 */
	Answer run(ClaimedJob job, Task task, AttemptNotes notes, Callable<Answer> attempt) throws Exception {
		TransactionalFinish finish = finish();
		AtomicReference<@Nullable Answer> stored = new AtomicReference<>();
		AtomicReference<@Nullable Answer> answered = new AtomicReference<>();
		try {
			return this.transaction.run(task.name(), () -> {
				requireJoined(finish, task);
				Answer answer = attempt.call();
				answered.set(answer);
				Outcome outcome = success(answer, task);
				if (finish != null) {
					notes.storeLogInTransaction(finish);
					finish(finish, job, outcome);
					stored.set(answer);
				}
				return answer;
			});
		}
		catch (RollBack ex) {
			return Objects.requireNonNull(answered.get());
		}
		catch (Exception ex) {
			Answer answer = stored.get();
			if (answer != null && isCommitted(job)) {
				return answer;
			}
			throw ex;
		}
	}

	/** The start of an application checks that its store has this part. */
	private @Nullable TransactionalFinish finish() {
		try {
			return this.store.part(TransactionalFinish.class);
		}
		catch (UnsupportedStorePartException ex) {
			return null;
		}
	}

	private static void requireJoined(@Nullable TransactionalFinish finish, Task task) {
		if (finish != null && !finish.joinsTransaction()) {
			throw new InvalidTaskException(
					("Task '%s' (%s) sets 'finishInTransaction', but its transaction is not one of the DataSource of "
							+ "the jobs: use a transaction manager for that DataSource")
						.formatted(task.name(), task.source()));
		}
	}

	private static Outcome success(Answer answer, Task task) {
		if (answer.pending() != null) {
			throw new InvalidTaskException(
					("Task '%s' (%s) sets 'finishInTransaction' and returned a CompletionStage, which ends after the "
							+ "transaction: return its value, or leave 'finishInTransaction' out")
						.formatted(task.name(), task.source()));
		}
		Outcome outcome = Objects.requireNonNull(answer.decision()).outcome();
		if (outcome.kind() != Outcome.Kind.END || outcome.status() != JobStatus.SUCCESS) {
			throw new RollBack();
		}
		return outcome;
	}

	private void finish(TransactionalFinish finish, ClaimedJob job, Outcome outcome) {
		FinishResult result = finish.finishInTransaction(job.queue(), this.worker, outcome);
		for (int i = 1; result == FinishResult.LOCKED && i < TRIES; i++) {
			LockSupport.parkNanos(PAUSE_NANOS);
			result = finish.finishInTransaction(job.queue(), this.worker, outcome);
		}
		// One that was applied before has another outcome: this one is new.
		if (result != FinishResult.APPLIED) {
			throw new JobStateException("The success of job '%s' is not stored, and its transaction is rolled back: %s"
				.formatted(job.id(), (result == FinishResult.LOCKED) ? "another transaction keeps the job locked"
						: "the job does not belong to this worker any more and may run elsewhere"));
		}
	}

	/** A connection can break after the database has committed. */
	private boolean isCommitted(ClaimedJob job) {
		try {
			JobInfo info = this.store.queries().find(List.of(job.id())).get(job.id());
			return info != null && info.status() == JobStatus.SUCCESS && info.delivery() == job.delivery()
					&& this.worker.equals(info.worker());
		}
		catch (JobQueueException ex) {
			return false;
		}
	}

	/** The attempt has an outcome that is no success. Nothing else catches it. */
	private static final class RollBack extends JobQueueException {

		private static final long serialVersionUID = 1L;

		private RollBack() {
			super("The attempt has not succeeded, so its transaction is rolled back");
		}

	}

}
