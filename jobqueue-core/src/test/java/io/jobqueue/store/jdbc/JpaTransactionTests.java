package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobId;
import io.jobqueue.event.JobEvents;
import io.jobqueue.outbox.OutboxBackend;
import io.jobqueue.outbox.OutboxOptions;
import io.jobqueue.outbox.OutboxRelay;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.error.StoreRefusedException;
import io.jobqueue.store.jdbc.access.CallerTransaction;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.schema.JdbcSchema;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.MemoryStoreBackend;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Transactions of JPA bind their connection in a way of their own.
 */
class JpaTransactionTests {

	private final HikariDataSource dataSource = pool();

	private final JdbcTemplate jdbc = new JdbcTemplate(this.dataSource);

	private final List<Set<String>> committed = new ArrayList<>();

	private final CallerTransaction caller = new CallerTransaction(this.dataSource, this.committed::add);

	private final LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();

	private TransactionTemplate jpa = new TransactionTemplate();

	@BeforeEach
	void start() {
		this.jdbc.execute("create table t (x varchar(20))");
		this.factory.setDataSource(this.dataSource);
		this.factory.setPackagesToScan("none");
		this.factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
		this.factory.setJpaPropertyMap(Map.of("hibernate.hbm2ddl.auto", "none"));
		this.factory.afterPropertiesSet();
		JpaTransactionManager manager = new JpaTransactionManager(this.factory.getObject());
		manager.setJpaDialect(this.factory.getJpaVendorAdapter().getJpaDialect());
		manager.afterPropertiesSet();
		this.jpa = new TransactionTemplate(manager);
	}

	@AfterEach
	void close() {
		assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
		this.factory.destroy();
		this.dataSource.close();
	}

	@Test
	void writesJoinTheTransaction() {
		this.jpa.executeWithoutResult((status) -> {
			assertThat(this.caller.isOpen()).isTrue();
			write("rolled back");
			this.caller.joined(List.of("rolled back"));
			status.setRollbackOnly();
		});
		this.jpa.executeWithoutResult((status) -> {
			write("joined");
			this.caller.joined(List.of("q"));
		});
		assertThat(rows()).containsExactly("joined");
		assertThat(this.committed).containsExactly(Set.of("q"));
	}

	@Test
	void transactionOfItsOwnCommitsNothingOfTheCallers() {
		this.jpa.executeWithoutResult((status) -> {
			write("caller");
			this.caller.own(() -> write("own"));
			assertThat(this.caller.isOpen()).isTrue();
			write("caller again");
			status.setRollbackOnly();
		});
		assertThat(rows()).containsExactly("own");
	}

	@Test
	void transactionOfItsOwnThatFailsHarmsNothingOfTheCallers() {
		this.jpa.executeWithoutResult((status) -> {
			write("caller");
			try {
				this.caller.own(() -> {
					write("own");
					throw new IllegalStateException();
				});
			}
			catch (IllegalStateException ex) {
				write("after");
			}
		});
		assertThat(rows()).containsExactly("caller", "after");
	}

	@Test
	void transactionOfItsOwnWorksInCallbacksAfterCompletion() {
		this.jpa.executeWithoutResult(
				(status) -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

					@Override
					public void afterCompletion(int status) {
						JpaTransactionTests.this.caller.own(() -> write("own"));
					}

				}));
		assertThat(rows()).containsExactly("own");
	}

	@Test
	void statementOfItsOwnLeavesTheCallersTransactionAsItIs() {
		Database database = new Database(this.dataSource, "jobqueue_", null);
		assertThat(one(database)).isOne();
		this.jpa.executeWithoutResult((status) -> {
			write("caller");
			assertThat(one(database)).isOne();
			assertThat(this.caller.isOpen()).isTrue();
			write("caller again");
		});
		assertThat(rows()).containsExactly("caller", "caller again");
	}

	@Test
	void aCallerThatSwallowsAFailureOfTheOutboxCommitsNothing() {
		JdbcSchema.of(this.dataSource, "jobqueue_", OutboxBackend.SCHEMA).createMissing(this.dataSource);
		this.jdbc.execute("alter table jobqueue_outbox add constraint c check (queue <> 'refused')");
		OutboxOptions options = new OutboxOptions("jobqueue_", () -> "relay", Duration.ofMinutes(1));
		StoreBackend store = new MemoryStoreBackend(InstantSource.system());
		StoreBackend outbox = new OutboxBackend(store, this.dataSource, options,
				new OutboxRelay(store, this.dataSource, options, JobEvents.NONE));
		assertThatExceptionOfType(UnexpectedRollbackException.class)
			.isThrownBy(() -> this.jpa.executeWithoutResult((status) -> {
				write("caller");
				outbox.intake().insert(List.of(job("kept")));
				assertThatExceptionOfType(StoreRefusedException.class)
					.isThrownBy(() -> outbox.intake().insert(List.of(job("half"), job("refused"))));
			}));
		assertThat(rows()).isEmpty();
		assertThat(this.jdbc.queryForList("select queue from jobqueue_outbox")).isEmpty();
	}

	private static NewJob job(String queue) {
		return new NewJob(JobId.of(queue + "-1"), queue, "task", "1");
	}

	private static int one(Database database) {
		return database.single("ask", () -> database.sql("select 1").query(Integer.class).single());
	}

	private void write(String value) {
		this.jdbc.update("insert into t values (?)", value);
	}

	private List<String> rows() {
		return this.jdbc.queryForList("select x from t", String.class);
	}

	private static HikariDataSource pool() {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
		return new HikariDataSource(config);
	}

}
