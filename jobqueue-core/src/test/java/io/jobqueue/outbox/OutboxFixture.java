package io.jobqueue.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

import io.jobqueue.JobEvent;
import io.jobqueue.JobEventListener;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.event.JobEvents;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.JobIntake;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.jdbc.schema.JdbcSchema;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.testsupport.SettableClock;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.when;

/**
 * An outbox in a database before a store in memory.
 */
final class OutboxFixture implements JobEventListener, AutoCloseable {

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	/** So long that only a wake can be what a test sees. */
	private static final Duration POLL = Duration.ofMinutes(10);

	private final String prefix = "o%d_".formatted(NUMBERS.incrementAndGet());

	final HikariDataSource dataSource;

	final JdbcTemplate jdbc;

	final TransactionTemplate transactions;

	final StoreBackend store = spy(new MemoryStoreBackend(new SettableClock()));

	final JobIntake inserts = spy(this.store.intake());

	final List<String> parked = new ArrayList<>();

	final OutboxRelay relay;

	final OutboxBackend outbox;

	/** With tables of its own, by a pool that it closes. */
	OutboxFixture(HikariDataSource pool) {
		this.dataSource = pool;
		this.jdbc = new JdbcTemplate(pool);
		this.transactions = new TransactionTemplate(new DataSourceTransactionManager(pool));
		when(this.store.intake()).thenReturn(this.inserts);
		JdbcSchema.of(pool, this.prefix, OutboxBackend.SCHEMA).createMissing(pool);
		AtomicInteger starts = new AtomicInteger();
		OutboxOptions options = new OutboxOptions(this.prefix, () -> "relay-" + starts.incrementAndGet(), POLL);
		this.relay = new OutboxRelay(this.store, this.dataSource, options, new JobEvents(List.of(this)));
		this.outbox = new OutboxBackend(this.store, this.dataSource, options, this.relay);
	}

	RelayPass pass(String owner) {
		return new RelayPass(this.inserts, this.dataSource, options(owner), new JobEvents(List.of(this)));
	}

	RelayPass pass(String owner, JobEventListener listener) {
		return new RelayPass(this.inserts, this.dataSource, options(owner), new JobEvents(List.of(listener)));
	}

	/** By connections of its own. */
	RelayPass pass(String owner, DataSource connections) {
		return new RelayPass(this.inserts, connections, options(owner), new JobEvents(List.of(this)));
	}

	void insert(NewJob... jobs) {
		this.outbox.intake().insert(List.of(jobs));
	}

	static NewJob job(String queue, String id) {
		return job(queue, id, null);
	}

	static NewJob job(String queue, String id, Duration delay) {
		return new NewJob(new JobId(queue + "-" + id), queue,
				JobDetails.of("task", "{\"a\":\"ä\"}")
					.withHeaders(Map.of("h", "1"))
					.withPriority(3)
					.withMaxRetries(7)
					.withTimeout(Duration.ofSeconds(5))
					.withCorrelationId("c1"),
				delay, null);
	}

	/** The ids in the store, without their queue, in the order they are to run. */
	List<String> stored() {
		return new JobSearch(this.store.queries()).search(JobQuery.all().withLimit(1000))
			.jobs()
			.stream()
			.map(JobInfo::id)
			.map((id) -> id.value().substring(id.value().indexOf('-') + 1))
			.sorted()
			.toList();
	}

	int waiting() {
		return this.jdbc.queryForObject(expand("select count(*) from {p}outbox where parked_at is null"),
				Integer.class);
	}

	void update(String sql) {
		this.jdbc.update(expand(sql));
	}

	Map<String, Object> row(String sql) {
		return this.jdbc.queryForMap(expand(sql));
	}

	String expand(String sql) {
		return sql.replace("{p}", this.prefix);
	}

	@Override
	public void onEvent(JobEvent event) {
		if (event instanceof JobEvent.Parked) {
			this.parked.add(event.queue());
		}
	}

	@Override
	public void close() {
		this.relay.stop();
		this.dataSource.close();
	}

	private OutboxOptions options(String owner) {
		return new OutboxOptions(this.prefix, () -> owner, POLL);
	}

	/** A database in memory. */
	static HikariDataSource h2() {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
		config.setMaximumPoolSize(4);
		return new HikariDataSource(config);
	}

}
