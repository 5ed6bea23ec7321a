package io.jobqueue.store.jdbc;

import java.util.List;
import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobId;
import io.jobqueue.store.job.NewJob;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pool whose connections do not commit by themselves, in transactions of a manager that
 * does not know it.
 */
class ForeignManagerTests {

	private static final JobId ID = JobId.of("q-1");

	private final TransactionTemplate foreign = new TransactionTemplate(
			new JdbcTransactionManager(new DriverManagerDataSource("jdbc:h2:mem:")));

	private final HikariDataSource pool = new HikariDataSource();

	private JdbcStoreBackend store;

	@BeforeEach
	void open() {
		String url = "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID());
		TestSchema schema = TestSchema.create(new DriverManagerDataSource(url));
		this.pool.setJdbcUrl(url);
		this.pool.setAutoCommit(false);
		this.pool.setMaximumPoolSize(3);
		this.store = new JdbcStoreBackend(this.pool, schema.options());
	}

	@AfterEach
	void close() {
		this.pool.close();
	}

	@Test
	void jobsAreStoredThoughTheConnectionOfTheThreadIsNeverCommitted() {
		this.foreign.executeWithoutResult((status) -> {
			new JdbcTemplate(this.pool).queryForObject("select 1", Integer.class);
			this.store.intake().insert(List.of(new NewJob(ID, "q", "task", "1")));
		});
		assertThat(this.store.queries().find(List.of(ID))).containsOnlyKeys(ID);
	}

	@Test
	void jobsAreStoredWithoutATransaction() {
		this.store.intake().insert(List.of(new NewJob(ID, "q", "task", "1")));
		assertThat(this.store.queries().find(List.of(ID))).containsOnlyKeys(ID);
	}

	@Test
	void jobsOfATransactionOfThePoolAreRolledBackWithIt() {
		new TransactionTemplate(new JdbcTransactionManager(this.pool)).executeWithoutResult((status) -> {
			this.store.intake().insert(List.of(new NewJob(ID, "q", "task", "1")));
			status.setRollbackOnly();
		});
		assertThat(this.store.queries().find(List.of(ID))).isEmpty();
	}

}
