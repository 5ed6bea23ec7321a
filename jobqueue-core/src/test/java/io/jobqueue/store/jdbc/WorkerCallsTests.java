package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.jobqueue.store.StoreOutage;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.signal.JdbcQueueSignal;
import io.jobqueue.store.jdbc.signal.Notifications;
import io.jobqueue.store.jdbc.signal.WakeCondition;
import io.jobqueue.store.jdbc.signal.Waker;
import io.jobqueue.store.support.DaemonThreads;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A background thread of a worker whose calls make others, while another thread has one
 * of the two connections of the worker, as one in a step that hangs does.
 */
class WorkerCallsTests {

	private final JdbcDataSource dataSource = new JdbcDataSource();

	private TestSchema schema;

	private Database database;

	private final CountDownLatch release = new CountDownLatch(1);

	@BeforeEach
	void open() throws InterruptedException {
		this.dataSource.setUrl("jdbc:h2:mem:calls;DB_CLOSE_DELAY=-1");
		this.schema = TestSchema.create(this.dataSource);
		this.database = new Database(this.dataSource, this.schema.prefix(), null);
		CountDownLatch taken = new CountDownLatch(1);
		DaemonThreads.ofWorker("hanging").newThread(() -> this.database.workerCalls(() -> {
			taken.countDown();
			return awaitRelease();
		})).start();
		taken.await();
	}

	@AfterEach
	void release() {
		this.release.countDown();
	}

	private boolean awaitRelease() {
		try {
			return this.release.await(1, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Interrupted while the step hung", ex);
		}
	}

	@Test
	void callsWithinAStepTakeNoOtherConnection() {
		assertThat(inBackground(() -> this.database.step("step",
				() -> this.database.read("read", () -> this.database.workerRead("read", () -> "done")))))
			.isEqualTo("done");
		assertThat(inBackground(() -> this.database.urgentStep("renew", Duration.ofMinutes(1),
				() -> this.database.own("change", () -> "done"))))
			.isEqualTo("done");
	}

	@Test
	void theConnectionIsGivenBack() {
		for (int i = 0; i < 3; i++) {
			assertThat(inBackground(() -> this.database.read("read", () -> "done"))).isEqualTo("done");
			assertThat(this.database.<String>step("step", () -> "done")).isEqualTo("done");
		}
	}

	@Test
	void wakeAfterAStepTakesNoOtherConnection() {
		Notifications notifications = new Notifications(this.database, this.schema.options());
		JdbcQueueSignal signal = new JdbcQueueSignal(notifications, new StoreOutage());
		Waker waker = new Waker(this.database, signal, notifications);
		signal.subscribe("w", new WakeRecorder(new ArrayList<>()));
		assertThat(inBackground(() -> {
			waker.wakeAfterStep(List.of(WakeCondition.always("q")));
			return "done";
		})).isEqualTo("done");
	}

	private static String inBackground(Supplier<String> calls) {
		CompletableFuture<String> result = new CompletableFuture<>();
		DaemonThreads.ofWorker("calls").newThread(() -> result.completeAsync(calls, Runnable::run)).start();
		return result.orTimeout(20, TimeUnit.SECONDS).join();
	}

}
