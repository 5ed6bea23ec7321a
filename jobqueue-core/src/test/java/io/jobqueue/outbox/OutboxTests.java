package io.jobqueue.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobEventListener;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.testsupport.FreezingDataSource;
import io.jobqueue.testsupport.FreezingDataSource.FrozenError;

import org.awaitility.Awaitility;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static io.jobqueue.outbox.OutboxFixture.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doCallRealMethod;
import static org.mockito.Mockito.doThrow;

class OutboxTests {

	private final OutboxFixture fixture = new OutboxFixture(pool());

	private final RelayPass pass = this.fixture.pass("a");

	/** A pool that the fixture closes. */
	HikariDataSource pool() {
		return OutboxFixture.h2();
	}

	@AfterEach
	void close() {
		assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
		this.fixture.close();
	}

	@Test
	void aRelayThatFreezesAfterAnyStatementStopsNoOther() throws SQLException {
		int frozen = 0;
		while (freezesAfter(frozen + 1)) {
			frozen++;
		}
		assertThat(frozen).isGreaterThan(5);
	}

	private boolean freezesAfter(int statements) throws SQLException {
		try (OutboxFixture outbox = new OutboxFixture(pool())) {
			outbox.insert(OutboxFixture.job("q", "1"), OutboxFixture.job("q", "2"));
			FreezingDataSource connections = new FreezingDataSource(outbox.dataSource, statements);
			try {
				outbox.pass("frozen", connections).runOnce();
			}
			catch (FrozenError | RuntimeException ex) {
				assertThat(connections.frozen()).as("what is frozen").isNotNull();
			}
			outbox.insert(OutboxFixture.job("q", "3"));
			// As if its lease had run out.
			outbox.update("update {p}outbox_lease set lease_until = 0");
			outbox.pass("other").runOnce();
			assertThat(outbox.stored()).as(connections.lastStatement()).containsExactly("1", "2", "3");
			Connection open = connections.frozen();
			if (open != null) {
				open.close();
			}
			return open != null;
		}
	}

	@Test
	void jobArrivesWithAllThatItHad() {
		this.fixture.insert(job("q", "1"));
		assertThat(this.pass.runOnce()).isOne();
		JobId id = new JobId("q-1");
		JobInfo job = this.fixture.store.queries().find(List.of(id)).get(id);
		assertThat(job.payload()).isEqualTo("{\"a\":\"ä\"}");
		assertThat(job.headers()).containsEntry("h", "1");
		assertThat(List.of(job.task(), job.priority(), job.maxRetries(), job.timeout(), job.correlationId()))
			.containsExactly("task", 3, 7, Duration.ofSeconds(5), "c1");
		assertThat(this.fixture.waiting()).isZero();
	}

	@Test
	void commitWakesTheRelayAndRollbackLeavesNothing() {
		this.fixture.relay.start();
		this.fixture.transactions.executeWithoutResult((status) -> {
			this.fixture.insert(job("q", "rolled back"));
			status.setRollbackOnly();
		});
		this.fixture.transactions.executeWithoutResult((status) -> {
			this.fixture.insert(job("q", "1"));
			this.fixture.insert(job("q", "2"));
			assertThat(this.fixture.stored()).isEmpty();
		});
		Awaitility.await().untilAsserted(() -> assertThat(this.fixture.stored()).containsExactly("1", "2"));
		Awaitility.await().untilAsserted(() -> assertThat(this.fixture.waiting()).isZero());
	}

	@Test
	void jobWithoutATransactionIsWrittenInOneOfItsOwnAndRelayedAtOnce() {
		this.fixture.relay.start();
		this.fixture.insert(job("q", "1"));
		Awaitility.await().untilAsserted(() -> assertThat(this.fixture.stored()).containsExactly("1"));
	}

	@Test
	void jobOfACallbackAfterTheCommitIsRelayedToo() {
		this.fixture.relay.start();
		this.fixture.transactions.executeWithoutResult(
				(status) -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

					@Override
					public void afterCommit() {
						OutboxTests.this.fixture.insert(job("q", "1"));
					}

				}));
		Awaitility.await().untilAsserted(() -> assertThat(this.fixture.stored()).containsExactly("1"));
	}

	@Test
	void stopRelaysWhatIsCommitted() {
		this.fixture.relay.start();
		this.fixture.insert(job("q", "1"));
		this.fixture.relay.stop();
		assertThat(this.fixture.stored()).containsExactly("1");
	}

	@Test
	void eachStartOfTheRelayHasAnIdOfItsOwn() {
		assertThat(ownerOfTheNextStart("1")).isEqualTo("relay-1");
		assertThat(ownerOfTheNextStart("2")).isEqualTo("relay-2");
	}

	private String ownerOfTheNextStart(String job) {
		this.fixture.insert(job("q", job));
		this.fixture.relay.start();
		Awaitility.await().untilAsserted(() -> assertThat(this.fixture.stored()).contains(job));
		this.fixture.relay.stop();
		return (String) this.fixture.row("select owner from {p}outbox_lease").get("owner");
	}

	@Test
	void jobsOfAQueueKeepTheirOrderOverManyBatches() {
		List<String> seen = new ArrayList<>();
		doAnswer((call) -> {
			call.<List<NewJob>>getArgument(0).forEach((job) -> seen.add(job.id().value()));
			return call.callRealMethod();
		}).when(this.fixture.inserts).insert(argThat((jobs) -> true));
		NewJob[] jobs = IntStream.range(0, 1201).mapToObj((i) -> job("q", "%04d".formatted(i))).toArray(NewJob[]::new);
		this.fixture.insert(jobs);
		assertThat(this.pass.runOnce()).isEqualTo(1201);
		assertThat(seen).hasSize(1201).isSorted();
	}

	@Test
	void replyThatIsLostStoresNothingTwice() {
		doAnswer((call) -> {
			call.callRealMethod();
			throw new StoreUnavailableException("reply lost", null);
		}).doCallRealMethod().when(this.fixture.inserts).insert(argThat((jobs) -> true));
		this.fixture.insert(job("q", "1"), job("q", "2"));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(this.pass::runOnce);
		assertThat(this.fixture.waiting()).isEqualTo(2);
		assertThat(this.pass.runOnce()).isEqualTo(2);
		assertThat(this.fixture.stored()).containsExactly("1", "2");
		assertThat(this.fixture.waiting()).isZero();
	}

	@Test
	void queueThatIsAwayKeepsNoOtherWaiting() {
		doThrow(new StoreUnavailableException("shard lost", null)).when(this.fixture.inserts)
			.insert(argThat((jobs) -> jobs.get(0).queue().equals("lost")));
		this.fixture.insert(IntStream.range(0, 600).mapToObj((i) -> job("lost", "l" + i)).toArray(NewJob[]::new));
		this.fixture.insert(job("well", "w"));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(this.pass::runOnce);
		assertThat(this.fixture.stored()).containsExactly("w");
		doCallRealMethod().when(this.fixture.inserts).insert(argThat((jobs) -> true));
		assertThat(this.pass.runOnce()).isEqualTo(600);
	}

	@Test
	void jobThatTheStoreRefusesIsParkedWithTheReasonAndBlocksNothing() {
		doThrow(new IllegalStateException("cannot keep this")).when(this.fixture.inserts)
			.insert(argThat((jobs) -> jobs.stream().anyMatch((job) -> job.id().value().equals("q-2"))));
		this.fixture.insert(job("q", "1"), job("q", "2"), job("q", "3"));
		this.pass.runOnce();
		assertThat(this.fixture.stored()).containsExactly("1", "3");
		assertThat(this.fixture.parked).containsExactly("q");
		assertThat(this.fixture.row("select id, error from {p}outbox")).containsEntry("ID", "q-2")
			.extractingByKey("ERROR")
			.asString()
			.contains("cannot keep this");
	}

	@Test
	void jobThatIsInTheStoreIsNotParkedWhateverFailsAfterwards() {
		JobEventListener failing = (event) -> {
			this.fixture.onEvent(event);
			throw new IllegalArgumentException("broken listener");
		};
		doThrow(new IllegalStateException("for now")).doCallRealMethod()
			.when(this.fixture.inserts)
			.insert(argThat((jobs) -> true));
		this.fixture.insert(job("q", "1"));
		assertThat(this.fixture.pass("a", failing).runOnce()).isEqualTo(1);
		assertThat(this.fixture.stored()).containsExactly("1");
		assertThat(this.fixture.parked).isEmpty();
	}

	@Test
	void rowThatCannotBeReadIsParked() {
		this.fixture.insert(job("q", "1"), job("q", "2"));
		this.fixture.update("update {p}outbox set body = 'broken' where id = 'q-1'");
		this.pass.runOnce();
		assertThat(this.fixture.stored()).containsExactly("2");
		assertThat(this.fixture.parked).containsExactly("q");
		assertThat(this.pass.runOnce()).isZero();
	}

	@Test
	void parkedJobIsTriedAgainOncePeopleSaySo() {
		this.fixture.insert(job("q", "1"));
		this.fixture.update("update {p}outbox set parked_at = 1, error = 'x'");
		assertThat(this.pass.runOnce()).isZero();
		this.fixture.update("update {p}outbox set parked_at = null");
		assertThat(this.pass.runOnce()).isOne();
	}

	@Test
	void delayHasBeenRunningSinceTheJobWasWritten() {
		this.fixture.insert(job("q", "later", Duration.ofHours(1)), job("q", "over", Duration.ofMinutes(1)));
		this.fixture.update("update {p}outbox set created_at = created_at - 600000");
		this.pass.runOnce();
		JobId later = new JobId("q-later");
		JobInfo job = this.fixture.store.queries().find(List.of(later)).get(later);
		assertThat(Duration.between(job.createdAt(), job.dueAt())).isBetween(Duration.ofMinutes(49),
				Duration.ofMinutes(50));
		assertThat(this.fixture.store.queries().queue("q").sizes()).containsEntry(JobStatus.QUEUED, 1L);
	}

	@Test
	void onlyTheHolderOfTheLeaseRelaysUntilItRunsOut() {
		this.fixture.insert(job("q", "1"));
		this.pass.runOnce();
		this.fixture.insert(job("q", "2"));
		this.fixture.update("update {p}outbox_lease set owner = 'frozen', lease_until = 9999999999999");
		assertThat(this.pass.runOnce()).isZero();
		this.fixture.update("update {p}outbox_lease set lease_until = 1");
		assertThat(this.pass.runOnce()).isOne();
	}

	@Test
	void holderLooksAgainForWhatOthersLeftToIt() {
		RelayPass other = this.fixture.pass("b");
		List<Integer> othersTurn = new ArrayList<>();
		doAnswer((call) -> {
			Object result = call.callRealMethod();
			if (othersTurn.isEmpty()) {
				this.fixture.insert(job("q", "2"));
				othersTurn.add(other.runOnce());
			}
			return result;
		}).when(this.fixture.inserts).insert(argThat((jobs) -> true));
		this.fixture.insert(job("q", "1"));
		assertThat(this.pass.runOnce()).isEqualTo(2);
		assertThat(othersTurn).containsExactly(0);
	}

}
