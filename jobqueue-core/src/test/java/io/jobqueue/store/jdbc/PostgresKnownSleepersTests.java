package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobId;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.testsupport.TestPostgres;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process knows which of its own workers sleep, and wakes them without a look at the
 * database.
 */
@Tag("process")
class PostgresKnownSleepersTests {

	private static final String WORKER = "w";

	private static final String QUEUE = "q";

	private final HikariDataSource pool = TestPostgres.pool(4);

	private final TestSchema schema = TestSchema.create(this.pool);

	private final Queue<String> woken = new ConcurrentLinkedQueue<>();

	private JdbcStoreBackend store;

	@BeforeEach
	void open() {
		this.store = new JdbcStoreBackend(this.pool, this.schema.options());
		this.store.signal().subscribe(WORKER, new WakeRecorder(this.woken));
		rest();
	}

	@AfterEach
	void close() {
		this.store.close();
		this.pool.close();
	}

	@Test
	void aWorkerThatSleepsIsWokenWhileTheLeasesAreLocked() {
		rest();
		lockLeases(() -> {
			insert();
			assertThat(this.woken).containsExactly(QUEUE);
		});
	}

	@Test
	void aWorkerIsWokenOnceUntilItSleepsAgain() {
		insert();
		insert();
		assertThat(this.woken).containsExactly(QUEUE);
		rest();
		insert();
		assertThat(this.woken).containsExactly(QUEUE);
	}

	@Test
	void aWorkerThatWaitsNoMoreIsNotWoken() {
		this.store.feed().stopWaiting(WORKER, QUEUE);
		this.woken.clear();
		insert();
		assertThat(this.woken).isEmpty();
	}

	@Test
	void aWorkerIsNotWokenForAQueueThatIsPaused() {
		this.store.actions().pause(QUEUE);
		insert();
		assertThat(this.woken).isEmpty();
	}

	/** A claim of a paused queue does not make its worker a known one. */
	@Test
	void aWorkerThatFindsItsQueuePausedIsNotWoken() {
		this.store.actions().pause(QUEUE);
		rest();
		insert();
		assertThat(this.woken).isEmpty();
	}

	private void rest() {
		while (!claim().isEmpty()) {
			// More may be ready.
		}
		this.woken.clear();
	}

	private List<?> claim() {
		return this.store.feed().claim(new ClaimRequest(QUEUE, WORKER, 10, Duration.ofMinutes(5))).jobs();
	}

	private void insert() {
		NewJob job = new NewJob(JobId.of(UUID.randomUUID().toString()), QUEUE, "task", "1");
		assertThat(this.store.intake().insert(List.of(job))).containsExactly(InsertResult.INSERTED);
	}

	private void lockLeases(Runnable work) {
		new TransactionTemplate(new JdbcTransactionManager(this.pool)).executeWithoutResult((status) -> {
			new JdbcTemplate(this.pool)
				.execute("lock table " + this.schema.prefix() + "lease in access exclusive mode");
			CompletableFuture.runAsync(work).orTimeout(20, TimeUnit.SECONDS).join();
		});
	}

}
