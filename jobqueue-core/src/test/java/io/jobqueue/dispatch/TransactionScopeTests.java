package io.jobqueue.dispatch;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobRequest;
import io.jobqueue.QueueFullException;
import io.jobqueue.store.limit.QueueRulesStore;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

/**
 * Which transaction a dispatch belongs to.
 */
class TransactionScopeTests extends DispatchInTransactions {

	@Test
	void newTransactionInsideHasJobsOfItsOwn() {
		in(TransactionDefinition.PROPAGATION_REQUIRED, (outer) -> {
			this.jobs.dispatch("outer", 1);
			in(TransactionDefinition.PROPAGATION_REQUIRES_NEW, (inner) -> this.jobs.dispatch("inner", 1));
			assertThat(stored()).containsExactly("inner");
			in(TransactionDefinition.PROPAGATION_REQUIRES_NEW, (inner) -> {
				this.jobs.dispatch("undone", 1);
				inner.setRollbackOnly();
			});
			this.jobs.dispatch("resumed", 1);
		});
		assertThat(stored()).containsExactlyInAnyOrder("inner", "outer", "resumed");
		verify(this.inserts, times(2)).insert(any(), any());
	}

	@Test
	void jobOfANewTransactionStaysWhenTheOuterOneRollsBack() {
		in(TransactionDefinition.PROPAGATION_REQUIRED, (outer) -> {
			this.jobs.dispatch("outer", 1);
			in(TransactionDefinition.PROPAGATION_REQUIRES_NEW, (inner) -> this.jobs.dispatch("inner", 1));
			outer.setRollbackOnly();
		});
		assertThat(stored()).containsExactly("inner");
	}

	@Test
	void jobIsStoredAtOnceWhereThereIsNoTransaction() {
		in(TransactionDefinition.PROPAGATION_SUPPORTS, (status) -> {
			this.jobs.dispatch("supports", 1);
			assertThat(stored()).containsExactly("supports");
		});
		in(TransactionDefinition.PROPAGATION_REQUIRED, (outer) -> {
			this.jobs.dispatch("outer", 1);
			in(TransactionDefinition.PROPAGATION_NOT_SUPPORTED, (inner) -> this.jobs.dispatch("inner", 1));
			assertThat(stored()).containsExactlyInAnyOrder("supports", "inner");
			outer.setRollbackOnly();
		});
		assertThat(stored()).containsExactlyInAnyOrder("supports", "inner");
	}

	@Test
	void rollbackToASavepointTakesBackWhatCameAfterIt() {
		in(TransactionDefinition.PROPAGATION_REQUIRED, (outer) -> {
			this.jobs.dispatch("first", 1);
			in(TransactionDefinition.PROPAGATION_NESTED, (inner) -> {
				this.jobs.dispatch("nested", 1);
				inner.setRollbackOnly();
			});
			in(TransactionDefinition.PROPAGATION_NESTED, (inner) -> this.jobs.dispatch("kept", 1));
			this.jobs.dispatch("last", 1);
		});
		assertThat(stored()).containsExactlyInAnyOrder("first", "kept", "last");
	}

	@Test
	void rollbackToASavepointOlderThanTheFirstJobTakesBackAll() {
		in(TransactionDefinition.PROPAGATION_REQUIRED, (outer) -> {
			in(TransactionDefinition.PROPAGATION_NESTED, (inner) -> {
				this.jobs.dispatch("nested", 1);
				inner.setRollbackOnly();
			});
			this.jobs.dispatch("last", 1);
		});
		assertThat(stored()).containsExactly("last");
	}

	@Test
	void readOnlyTransactionSendsAfterItsCommit() {
		TransactionTemplate readOnly = new TransactionTemplate(this.transactions);
		readOnly.setReadOnly(true);
		readOnly.executeWithoutResult((status) -> {
			this.jobs.dispatch("a", 1);
			assertThat(stored()).isEmpty();
		});
		assertThat(stored()).containsExactly("a");
	}

	@Test
	void anotherThreadIsNotInTheTransaction() {
		in(TransactionDefinition.PROPAGATION_REQUIRED, (status) -> {
			CompletableFuture.runAsync(() -> this.jobs.dispatch("a", 1)).join();
			assertThat(stored()).containsExactly("a");
			status.setRollbackOnly();
		});
	}

	@Test
	void storeThatTakesPartInsertsAtOnceAndIsToldOfAfterTheCommit() {
		when(this.store.intake().joinsTransaction()).thenReturn(true);
		in(TransactionDefinition.PROPAGATION_REQUIRED, (status) -> {
			this.jobs.dispatch("a", 1);
			assertThat(stored()).containsExactly("a");
			in(TransactionDefinition.PROPAGATION_NESTED, (inner) -> {
				this.jobs.dispatch("nested", 1);
				inner.setRollbackOnly();
			});
			assertThat(this.published).isEmpty();
		});
		verify(this.inserts, times(2)).insert(any(), any());
		assertThat(this.published).containsExactly("stored default:a:1");
	}

	@Test
	void dispatchInsideATransactionDoesNotWaitForRoom() {
		this.store.part(QueueRulesStore.class).update("default", (rules) -> rules.withMaxSize(1));
		in(TransactionDefinition.PROPAGATION_REQUIRED, (status) -> {
			JobDispatcher immediate = dispatcher(DispatchTransaction.IMMEDIATE);
			immediate.dispatch("first", 1);
			assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> immediate.dispatch("second", 1))
				.withMessageContainingAll("inside a transaction does not wait", "'second'");
		});
		assertThat(stored()).containsExactly("first");
	}

	@Test
	void jobsThatJoinedATransactionAreItsJobsAlsoIfAnotherFindsNoRoom() {
		this.store.part(QueueRulesStore.class).update("default", (rules) -> rules.withMaxSize(1));
		doReturn(true).when(this.inserts).joinsTransaction();
		in(TransactionDefinition.PROPAGATION_REQUIRED,
				(status) -> assertThatExceptionOfType(QueueFullException.class)
					.isThrownBy(() -> this.jobs.dispatchAll(List.of(JobRequest.of("in", 1), JobRequest.of("out", 1))))
					.satisfies((ex) -> assertThat(ex.stored()).hasSize(1)));
		assertThat(this.published).containsExactly("stored default:in:1");
	}

	@Test
	void jobsStoredAfterTheCommitAlwaysFindRoom() {
		this.store.part(QueueRulesStore.class).update("default", (rules) -> rules.withMaxSize(1));
		in(TransactionDefinition.PROPAGATION_REQUIRED,
				(status) -> this.jobs.dispatchAll(List.of(JobRequest.of("a", 1), JobRequest.of("b", 1))));
		assertThat(stored()).containsExactlyInAnyOrder("a", "b");
	}

}
