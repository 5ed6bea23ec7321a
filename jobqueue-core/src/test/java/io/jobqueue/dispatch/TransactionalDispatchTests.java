package io.jobqueue.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobAwaitException;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobRequest;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.job.Admission;

import io.jobqueue.JobDispatchException;
import io.jobqueue.store.error.StoreFullException;
import io.jobqueue.store.error.StoreRefusedException;
import io.jobqueue.store.job.NewJob;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.doThrow;

class TransactionalDispatchTests extends DispatchInTransactions {

	@Test
	void jobIsStoredAfterTheCommitUnderTheIdGivenBefore() {
		List<JobId> ids = new ArrayList<>();
		in(TransactionDefinition.PROPAGATION_REQUIRED, (status) -> {
			ids.add(this.jobs.dispatch("a", 1));
			assertThat(stored()).isEmpty();
			assertThat(this.published).isEmpty();
		});
		assertThat(this.store.queries().find(ids)).containsOnlyKeys(ids);
		assertThat(this.published).containsExactly("stored default:a:1");
	}

	@Test
	void jobThatWaitsForItsCommitIsNotAwaited() {
		JobExplorer explorer = new StoreJobExplorer(this.store, new JacksonJobSerializer(JsonMapper.builder().build()));
		List<JobId> ids = new ArrayList<>();
		in(TransactionDefinition.PROPAGATION_REQUIRED, (status) -> {
			ids.add(this.jobs.dispatch("a", 1));
			assertThat(explorer.find(ids.get(0))).isEmpty();
			assertThatExceptionOfType(JobAwaitException.class)
				.isThrownBy(() -> explorer.await(ids.get(0), Duration.ofHours(1)))
				.withMessageContainingAll(ids.get(0).value(), "waits for the commit", "after the transaction");
		});
		assertThatExceptionOfType(JobAwaitException.class)
			.isThrownBy(() -> explorer.await(ids.get(0), Duration.ofMillis(1)))
			.withMessageContaining("QUEUED");
	}

	@Test
	void rollbackLeavesNothing() {
		in(TransactionDefinition.PROPAGATION_REQUIRED, (status) -> {
			this.jobs.dispatch("a", 1);
			status.setRollbackOnly();
		});
		this.jobs.dispatch("b", 1);
		assertThat(stored()).containsExactly("b");
		assertThat(this.published).containsExactly("stored default:b:1");
	}

	@Test
	void requestsAreCheckedAtOnce() {
		in(TransactionDefinition.PROPAGATION_REQUIRED, (status) -> assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> this.jobs.dispatch(JobRequest.of("a", 1).withCorrelationId(" "))));
		assertThat(stored()).isEmpty();
	}

	@Test
	void allJobsOfATransactionGoOutInOneCallInOrder() {
		List<JobId> ids = new ArrayList<>();
		in(TransactionDefinition.PROPAGATION_REQUIRED, (status) -> {
			ids.add(this.jobs.dispatch("a", 1));
			ids.addAll(this.jobs.dispatchAll(List.of(JobRequest.of("b", 1), JobRequest.of("c", 1))));
			in(TransactionDefinition.PROPAGATION_REQUIRED, (inner) -> ids.add(this.jobs.dispatch("d", 1)));
		});
		verify(this.inserts, times(1)).insert(any(), any());
		verify(this.inserts).insert(
				argThat((inserted) -> inserted.stream().map((job) -> job.id()).toList().equals(ids)),
				eq(Admission.ALWAYS));
	}

	@Test
	void immediateStoresAtOnceAndWarnsOnce(CapturedOutput output) {
		JobDispatcher immediate = dispatcher(DispatchTransaction.IMMEDIATE);
		immediate.dispatch("outside", 1);
		assertThat(output).doesNotContain("jobqueue.dispatch.transaction");
		for (int i = 0; i < 2; i++) {
			in(TransactionDefinition.PROPAGATION_REQUIRED, (status) -> {
				immediate.dispatch("a", 1);
				status.setRollbackOnly();
			});
		}
		assertThat(stored()).containsExactlyInAnyOrder("outside", "a", "a");
		assertThat(output.getAll().split("'jobqueue.dispatch.transaction' is 'immediate'", -1)).hasSize(2);
	}

	@Test
	void whatCannotBeSentIsNamedCountedAndBreaksNothingElse(CapturedOutput output) {
		doThrow(new StoreUnavailableException("no answer", null)).when(this.inserts).insert(any(), any());
		List<JobId> ids = new ArrayList<>();
		List<String> callbacks = new ArrayList<>();
		in(TransactionDefinition.PROPAGATION_REQUIRED, (status) -> {
			on(() -> callbacks.add("before"), false);
			ids.add(this.jobs.dispatch("a", 1));
			ids.add(this.jobs.dispatch("b", 1));
			on(() -> callbacks.add("after"), false);
		});
		assertThat(callbacks).containsExactly("before", "after");
		assertThat(output).contains("ERROR", "its 2 jobs could not be sent", "no answer")
			.contains(ids.stream().map(JobId::toString).toList());
		assertThat(this.published).containsExactly("unsent default:a:1", "unsent default:b:1");
	}

	@Test
	void whatARefusedCallTookIsCountedOnceAndNotReadAgain() {
		doAnswer((call) -> {
			List<NewJob> jobs = call.getArgument(0);
			long good = jobs.stream().takeWhile((job) -> !job.task().equals("bad")).count();
			Object inserted = (good == 0) ? List.of() : this.memory.insert(jobs.subList(0, (int) good));
			if (good < jobs.size()) {
				throw new StoreRefusedException("too large", null);
			}
			return inserted;
		}).when(this.inserts).insert(any(), any());
		in(TransactionDefinition.PROPAGATION_REQUIRED,
				(status) -> List.of("a", "b", "bad", "c", "d").forEach((task) -> this.jobs.dispatch(task, 1)));
		assertThat(this.published).containsExactlyInAnyOrder("stored default:a:1", "stored default:b:1",
				"unsent default:bad:1", "stored default:c:1", "stored default:d:1");
		verify(this.store, never()).queries();
	}

	@Test
	void whatACallTookThatFailedForWantOfRoomIsCounted() {
		doAnswer((call) -> {
			this.memory.insert(call.<List<NewJob>>getArgument(0).subList(0, 1));
			throw new StoreFullException("no room", null);
		}).when(this.inserts).insert(any(), any());
		in(TransactionDefinition.PROPAGATION_REQUIRED,
				(status) -> List.of("a", "b").forEach((task) -> this.jobs.dispatch(task, 1)));
		assertThat(this.published).containsExactly("stored default:a:1", "unsent default:b:1");
		List<JobRequest> requests = List.of(JobRequest.of("c", 1), JobRequest.of("d", 1));
		assertThatExceptionOfType(JobDispatchException.class).isThrownBy(() -> this.jobs.dispatchAll(requests));
		assertThat(this.published).endsWith("stored default:c:1");
	}

	@Test
	void failureOfAnotherCallbackKeepsNoJobBack() {
		assertThatIllegalStateException().isThrownBy(() -> in(TransactionDefinition.PROPAGATION_REQUIRED, (status) -> {
			on(() -> {
				throw new IllegalStateException("callback");
			}, false);
			this.jobs.dispatch("a", 1);
		}));
		assertThat(stored()).containsExactly("a");
	}

	@Test
	void callbacksOfTheTransactionMayDispatch() {
		in(TransactionDefinition.PROPAGATION_REQUIRED,
				(status) -> TransactionSynchronizationManager.registerSynchronization(new DispatchingCallbacks()));
		assertThat(stored()).containsExactlyInAnyOrder("beforeCommit", "beforeCompletion", "afterCommit",
				"afterCompletion");
		assertThat(this.published).hasSize(4);
	}

	@Test
	void callbackAfterTheCommitAddsToJobsThatWait() {
		in(TransactionDefinition.PROPAGATION_REQUIRED, (status) -> {
			this.jobs.dispatch("a", 1);
			on(() -> this.jobs.dispatch("b", 1), false);
		});
		assertThat(stored()).containsExactlyInAnyOrder("a", "b");
	}

	@Test
	void callbackAfterTheCommitDispatchesAroundANewTransaction() {
		in(TransactionDefinition.PROPAGATION_REQUIRED, (status) -> {
			this.jobs.dispatch("before", 1);
			on(() -> {
				this.jobs.dispatch("first", 1);
				in(TransactionDefinition.PROPAGATION_REQUIRES_NEW, (inner) -> this.jobs.dispatch("new", 1));
				this.jobs.dispatch("last", 1);
			}, false);
		});
		assertThat(stored()).containsExactlyInAnyOrder("before", "first", "new", "last");
	}

	@Test
	void callbackAfterARollbackDispatchesAtOnce() {
		in(TransactionDefinition.PROPAGATION_REQUIRED, (status) -> {
			on(() -> this.jobs.dispatch("a", 1), true);
			status.setRollbackOnly();
		});
		assertThat(stored()).containsExactly("a");
	}

	@Test
	void commitThatFailsSendsNothingAndSaysSo(CapturedOutput output) {
		DataSourceTransactionManager failing = new DataSourceTransactionManager(
				new DriverManagerDataSource("jdbc:h2:mem:")) {

			@Override
			protected void doCommit(DefaultTransactionStatus status) {
				throw new TransactionSystemException("connection lost");
			}

		};
		List<JobId> ids = new ArrayList<>();
		assertThatExceptionOfType(TransactionSystemException.class).isThrownBy(() -> new TransactionTemplate(failing)
			.executeWithoutResult((status) -> ids.add(this.jobs.dispatch("a", 1))));
		assertThat(stored()).isEmpty();
		assertThat(output).contains("not known whether their transaction committed: " + ids.get(0));
	}

	private final class DispatchingCallbacks implements TransactionSynchronization {

		@Override
		public void beforeCommit(boolean readOnly) {
			dispatch("beforeCommit");
		}

		@Override
		public void beforeCompletion() {
			dispatch("beforeCompletion");
		}

		@Override
		public void afterCommit() {
			dispatch("afterCommit");
		}

		@Override
		public void afterCompletion(int status) {
			dispatch("afterCompletion");
		}

		private void dispatch(String task) {
			TransactionalDispatchTests.this.jobs.dispatch(task, 1);
		}

	}

}
