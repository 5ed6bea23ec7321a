package io.jobqueue.store.jdbc.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class CallerTransactionTests {

	private final List<Set<String>> committed = new ArrayList<>();

	private final HikariDataSource dataSource = pool(true);

	private final CallerTransaction transaction = new CallerTransaction(this.dataSource, this.committed::add);

	@AfterEach
	void close() {
		assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
		this.dataSource.close();
	}

	@Test
	void openInATransactionOfTheSameDataSource() {
		assertThat(this.transaction.isOpen()).isFalse();
		in(TransactionDefinition.PROPAGATION_REQUIRED, (status) -> assertThat(this.transaction.isOpen()).isTrue());
		assertThat(this.transaction.isOpen()).isFalse();
	}

	@Test
	void openAlsoThroughAProxyThatKnowsTransactions() {
		CallerTransaction proxied = new CallerTransaction(new TransactionAwareDataSourceProxy(this.dataSource),
				this.committed::add);
		in(TransactionDefinition.PROPAGATION_REQUIRED, (status) -> assertThat(proxied.isOpen()).isTrue());
	}

	@Test
	void notOpenInATransactionOfAnotherDataSource() {
		TransactionTemplate other = new TransactionTemplate(
				new DataSourceTransactionManager(new DriverManagerDataSource("jdbc:h2:mem:")));
		other.executeWithoutResult((status) -> {
			assertThat(this.transaction.isOpen()).isFalse();
			// Binds a connection for the length of the other transaction.
			new JdbcTemplate(this.dataSource).queryForObject("select 1", Integer.class);
			assertThat(TransactionSynchronizationManager.hasResource(this.dataSource)).isTrue();
			assertThat(this.transaction.isOpen()).isFalse();
		});
	}

	@Test
	void notOpenOnAConnectionThatNobodyCommits() {
		try (HikariDataSource manual = pool(false)) {
			CallerTransaction transaction = new CallerTransaction(manual, this.committed::add);
			TransactionTemplate other = new TransactionTemplate(
					new DataSourceTransactionManager(new DriverManagerDataSource("jdbc:h2:mem:")));
			other.executeWithoutResult((status) -> {
				new JdbcTemplate(manual).queryForObject("select 1", Integer.class);
				assertThat(TransactionSynchronizationManager.hasResource(manual)).isTrue();
				assertThat(transaction.isOpen()).isFalse();
			});
			new TransactionTemplate(new DataSourceTransactionManager(manual))
				.executeWithoutResult((status) -> assertThat(transaction.isOpen()).isTrue());
		}
	}

	@Test
	void notOpenWhereTheTransactionIsSuspendedOrMissing() {
		in(TransactionDefinition.PROPAGATION_REQUIRED, (outer) -> in(TransactionDefinition.PROPAGATION_NOT_SUPPORTED,
				(inner) -> assertThat(this.transaction.isOpen()).isFalse()));
		in(TransactionDefinition.PROPAGATION_SUPPORTS, (status) -> assertThat(this.transaction.isOpen()).isFalse());
	}

	@Test
	void notOpenInAReadOnlyTransaction() {
		TransactionTemplate readOnly = new TransactionTemplate(new DataSourceTransactionManager(this.dataSource));
		readOnly.setReadOnly(true);
		readOnly.executeWithoutResult((status) -> assertThat(this.transaction.isOpen()).isFalse());
	}

	@Test
	void commitIsToldOnceWithAllQueuesAndRollbackIsNot() {
		in(TransactionDefinition.PROPAGATION_REQUIRED, (outer) -> {
			this.transaction.joined(List.of("a"));
			in(TransactionDefinition.PROPAGATION_REQUIRES_NEW, (inner) -> this.transaction.joined(List.of("inner")));
			assertThat(this.committed).containsExactly(Set.of("inner"));
			this.transaction.joined(List.of("b", "a"));
		});
		in(TransactionDefinition.PROPAGATION_REQUIRED, (status) -> {
			this.transaction.joined(List.of("rolled back"));
			status.setRollbackOnly();
		});
		assertThat(this.committed).containsExactly(Set.of("inner"), Set.of("a", "b"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatACallbackAfterTheCommitWritesIsCommittedToo(boolean autoCommit) {
		try (HikariDataSource pool = pool(autoCommit)) {
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			CallerTransaction late = new CallerTransaction(pool, this.committed::add);
			TransactionTemplate template = new TransactionTemplate(new DataSourceTransactionManager(pool));
			template.executeWithoutResult((status) -> jdbc.execute("create table t (x int)"));
			template.executeWithoutResult((status) -> TransactionSynchronizationManager
				.registerSynchronization(new TransactionSynchronization() {

					@Override
					public void afterCommit() {
						assertThat(late.isOpen()).isTrue();
						jdbc.update("insert into t values (1)");
						late.joined(List.of("late"));
					}

				}));
			Integer rows = template.execute((status) -> jdbc.queryForObject("select count(*) from t", Integer.class));
			assertThat(rows).isOne();
			assertThat(this.committed).containsExactly(Set.of("late"));
		}
	}

	/** The new transaction suspends what was written before the commit, which is over. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatACallbackWritesAroundANewTransactionIsCommittedToo(boolean autoCommit) {
		try (HikariDataSource pool = pool(autoCommit)) {
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			CallerTransaction caller = new CallerTransaction(pool, this.committed::add);
			DataSourceTransactionManager manager = new DataSourceTransactionManager(pool);
			TransactionTemplate template = new TransactionTemplate(manager);
			TransactionTemplate anew = new TransactionTemplate(manager,
					new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW));
			template.executeWithoutResult((status) -> jdbc.execute("create table t (x int)"));
			template.executeWithoutResult((status) -> {
				caller.joined(List.of("before"));
				TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

					@Override
					public void afterCommit() {
						anew.executeWithoutResult((inner) -> caller.joined(List.of("inner")));
						jdbc.update("insert into t values (1)");
						caller.joined(List.of("late"));
						anew.executeWithoutResult((inner) -> caller.joined(List.of("inner again")));
						caller.joined(List.of("latest"));
					}

				});
			});
			Integer rows = template.execute((status) -> jdbc.queryForObject("select count(*) from t", Integer.class));
			assertThat(rows).isOne();
			assertThat(this.committed).containsExactlyInAnyOrder(Set.of("before"), Set.of("inner"),
					Set.of("inner again"), Set.of("late", "latest"));
		}
	}

	private void in(int propagation, Consumer<TransactionStatus> action) {
		TransactionTemplate template = new TransactionTemplate(new DataSourceTransactionManager(this.dataSource));
		template.setPropagationBehavior(propagation);
		template.executeWithoutResult(action);
	}

	private static HikariDataSource pool(boolean autoCommit) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
		config.setAutoCommit(autoCommit);
		return new HikariDataSource(config);
	}

}
