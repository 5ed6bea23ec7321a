package io.jobqueue.worker.attempt;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.worker.Attempts;
import io.jobqueue.worker.FakeTask;
import io.jobqueue.worker.attempt.OutcomeDecider.Answer;
import io.jobqueue.worker.notes.AttemptNotes;
import io.jobqueue.worker.options.AttemptTransaction;
import io.jobqueue.worker.outcome.OutcomeResolver.Decision;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Attempts in transactions with a store that keeps no success in them.
 */
class TransactionalAttemptsTests {

	private final ClaimedJob job = Attempts.job("q-1", 1);

	private final FakeTask task = new FakeTask("order", (payload, job) -> null);

	private final List<String> ends = new ArrayList<>();

	private final TransactionalAttempts attempts = attempts(new AttemptTransaction() {

		@Override
		public <T> T run(String name, Callable<T> work) throws Exception {
			try {
				T result = work.call();
				TransactionalAttemptsTests.this.ends.add("commit " + name);
				return result;
			}
			catch (Throwable ex) {
				TransactionalAttemptsTests.this.ends.add("roll back " + name);
				throw ex;
			}
		}

	});

	private static TransactionalAttempts attempts(AttemptTransaction transaction) {
		return new TransactionalAttempts(transaction, new MemoryStoreBackend(InstantSource.system()), "w");
	}

	private static Answer answer(Outcome outcome) {
		return Answer.of(new Decision(outcome, null));
	}

	@Test
	void successIsCommitted() throws Exception {
		Answer success = answer(Outcome.success(this.job, null));
		assertThat(this.attempts.run(this.job, this.task, AttemptNotes.NONE, () -> success)).isSameAs(success);
		assertThat(this.ends).containsExactly("commit order");
	}

	@Test
	void anyOtherOutcomeIsRolledBackAndHandedOn() throws Exception {
		for (Outcome outcome : List.of(Outcome.interrupted(this.job), Outcome.end(this.job, JobStatus.TIMEOUT, null))) {
			Answer other = answer(outcome);
			assertThat(this.attempts.run(this.job, this.task, AttemptNotes.NONE, () -> other)).isSameAs(other);
		}
		assertThat(this.ends).containsExactly("roll back order", "roll back order");
	}

	@Test
	void stageIsRefused() {
		assertThatExceptionOfType(InvalidTaskException.class)
			.isThrownBy(() -> this.attempts.run(this.job, this.task, AttemptNotes.NONE,
					() -> new Answer(null, new CompletableFuture<>())))
			.withMessageContainingAll("'order'", "CompletionStage");
		assertThat(this.ends).containsExactly("roll back order");
	}

	@Test
	void withoutATransactionManagerNothingIsCalled() {
		assertThatIllegalStateException()
			.isThrownBy(() -> attempts(AttemptTransaction.NONE).run(this.job, this.task, AttemptNotes.NONE,
					() -> answer(Outcome.success(this.job, null))))
			.withMessageContaining("no transaction manager for task 'order'");
	}

}
