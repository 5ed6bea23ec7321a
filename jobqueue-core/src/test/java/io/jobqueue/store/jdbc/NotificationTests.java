package io.jobqueue.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobId;
import io.jobqueue.JobQueueException;
import io.jobqueue.JobStatus;
import io.jobqueue.store.QueueSignal.Listener;
import io.jobqueue.store.QueueSignal.Subscription;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.jdbc.access.JdbcStoreOptions;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.testsupport.TestPostgres;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two stores on the same tables, as in two processes: one has the worker, the other one
 * sends.
 */
@Tag("process")
class NotificationTests {

	private static final String QUEUE = "mail";

	private static final Duration LEASE = Duration.ofMinutes(1);

	private static HikariDataSource there;

	private static TestSchema schema;

	private final HikariDataSource here = TestPostgres.pool(4);

	private final String application = "here-" + UUID.randomUUID();

	private final String worker = "worker-" + UUID.randomUUID();

	private final Queue<String> received = new ConcurrentLinkedQueue<>();

	private final StoreBackend sender = schema.emptyStore();

	private StoreBackend receiver;

	private Subscription subscription;

	@BeforeAll
	static void open() {
		there = TestPostgres.pool(4);
		schema = TestSchema.create(there);
	}

	@AfterAll
	static void closeAll() {
		there.close();
	}

	@AfterEach
	void close() {
		if (this.subscription != null) {
			this.subscription.close();
		}
		this.here.close();
	}

	@Test
	void insertInOneProcessWakesAWorkerOfAnother() {
		listen(schema.options());
		sleep();
		insert();
		awaitSignal("ready mail");
	}

	@Test
	void cancelInOneProcessTellsTheWorkerInAnother() {
		listen(schema.options());
		insert();
		ClaimedJob job = claim().get(0);
		assertThat(this.sender.actions().cancel(job.id())).isEqualTo(JobStatus.STARTED);
		awaitSignal("cancelled " + job.id());
		assertThat(this.sender.signal().comesFromOtherProcesses()).isTrue();
	}

	@Test
	void workerOfTheSameProcessIsWokenFirst() {
		listen(schema.options());
		sleep();
		Queue<String> near = new ConcurrentLinkedQueue<>();
		try (Subscription own = this.sender.signal().subscribe("near", listener(near))) {
			assertThat(own).isNotNull();
			this.sender.feed().claim(new ClaimRequest(QUEUE, "near", 1, LEASE));
			insert();
			assertThat(near).contains("ready mail");
		}
	}

	@Test
	void connectionThatIsKilledComesBackAndTheWorkerLooksAround() {
		listen(schema.options());
		this.received.clear();
		assertThat(kill()).isOne();
		awaitSignal("resumed");
		sleep();
		insert();
		awaitSignal("ready mail");
	}

	@Test
	void databaseThatIsAwayAtTheStartIsListenedToLater() {
		AtomicBoolean away = new AtomicBoolean(true);
		this.here.setConnectionInitSql("set application_name = '" + this.application + "'");
		subscribe(schema.options().withListenerDataSource(new DelegatingDataSource(this.here) {

			@Override
			public Connection getConnection() throws SQLException {
				if (away.getAndSet(false)) {
					throw new SQLException("away", "08001");
				}
				return super.getConnection();
			}

		}));
		awaitSignal("resumed");
	}

	@Test
	void connectionWithoutNotificationsIsGivenBack() throws SQLException {
		new JdbcTemplate(there).execute("create database deaf");
		try (HikariDataSource deaf = TestPostgres.pool(1)) {
			// LISTEN there works and is in vain, as it is behind some poolers.
			deaf.setJdbcUrl(deaf.getJdbcUrl().replace("/postgres?", "/deaf?"));
			try (Connection connection = deaf.getConnection()) {
				assertThat(connection.getCatalog()).isEqualTo("deaf");
			}
			subscribe(schema.options().withListenerDataSource(deaf));
			await().until(() -> deaf.getHikariPoolMXBean().getActiveConnections() == 1);
			await().until(() -> deaf.getHikariPoolMXBean().getActiveConnections() == 0);
			sleep();
			insert();
			assertThat(claim()).hasSize(1);
			assertThat(this.received).isEmpty();
		}
	}

	@Test
	void nothingIsSentOrReceivedWithoutNotifications() {
		subscribe(schema.options().withNotifications(false));
		sleep();
		insert();
		await().during(Duration.ofMillis(300)).until(this.received::isEmpty);
		assertThat(this.here.getHikariPoolMXBean().getActiveConnections()).isZero();
	}

	@Test
	void listeningConnectionCountsAsOneOfTheTwoOfAWorkerAndIsGivenBack() {
		listen(schema.options());
		await().until(() -> this.here.getHikariPoolMXBean().getActiveConnections() == 1);
		this.subscription.close();
		assertThat(this.here.getHikariPoolMXBean().getActiveConnections()).isZero();
	}

	@Test
	void workersWithLongNamesHaveChannelsOfTheirOwn() {
		String same = "w".repeat(180);
		this.receiver = store(schema.options());
		Queue<String> other = new ConcurrentLinkedQueue<>();
		try (Subscription first = this.receiver.signal().subscribe(same + "1", listener(this.received));
				Subscription second = this.receiver.signal().subscribe(same + "2", listener(other))) {
			assertThat(List.of(first, second)).doesNotHaveDuplicates();
			awaitSignal("resumed");
			await().until(() -> other.contains("resumed"));
			this.receiver.feed().claim(new ClaimRequest(QUEUE, same + "1", 1, LEASE));
			insert();
			awaitSignal("ready mail");
			assertThat(other).containsOnly("resumed");
		}
	}

	@Test
	void listenerThatThrowsHearsTheNextSignalToo() {
		this.receiver = store(schema.options());
		this.subscription = this.receiver.signal().subscribe(this.worker, new Recorder(this.received) {

			@Override
			public void queueReady(String queue) {
				super.queueReady(queue);
				throw new JobQueueException("of the test");
			}

		});
		awaitSignal("resumed");
		sleep();
		insert();
		awaitSignal("ready mail");
		this.received.clear();
		claim();
		sleep();
		insert();
		awaitSignal("ready mail");
	}

	private StoreBackend store(JdbcStoreOptions options) {
		this.here.setConnectionInitSql("set application_name = '" + this.application + "'");
		return new JdbcStoreBackend(this.here, options);
	}

	private void subscribe(JdbcStoreOptions options) {
		this.receiver = store(options);
		this.subscription = this.receiver.signal().subscribe(this.worker, listener(this.received));
	}

	private void listen(JdbcStoreOptions options) {
		subscribe(options);
		awaitSignal("resumed");
	}

	private int kill() {
		return new JdbcTemplate(there).queryForList("""
				select pg_terminate_backend(pid) from pg_stat_activity
				where application_name = ? and query like 'listen %'""", Boolean.class, this.application).size();
	}

	private void sleep() {
		assertThat(claim()).isEmpty();
	}

	private List<ClaimedJob> claim() {
		return this.receiver.feed().claim(new ClaimRequest(QUEUE, this.worker, 1, LEASE)).jobs();
	}

	private void insert() {
		this.sender.intake().insert(List.of(new NewJob(JobId.of(UUID.randomUUID().toString()), QUEUE, "send", "{}")));
	}

	private void awaitSignal(String signal) {
		await().untilAsserted(() -> assertThat(this.received).contains(signal));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
	}

	private static Listener listener(Queue<String> received) {
		return new Recorder(received);
	}

	private static class Recorder implements Listener {

		private final Queue<String> received;

		Recorder(Queue<String> received) {
			this.received = received;
		}

		@Override
		public void queueReady(String queue) {
			this.received.add("ready " + queue);
		}

		@Override
		public void jobCancelled(JobId id) {
			this.received.add("cancelled " + id);
		}

		@Override
		public void requested() {
		}

		@Override
		public void resumed() {
			this.received.add("resumed");
		}

	}

}
