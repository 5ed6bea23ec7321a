package io.jobqueue.payload;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;

import io.jobqueue.PayloadStore;
import io.jobqueue.store.jdbc.schema.JdbcSchema;
import io.jobqueue.store.jdbc.schema.MissingSchemaException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

abstract class JdbcPayloadStoreTests extends PayloadStoreContract {

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	private final String prefix = "p%d_".formatted(NUMBERS.incrementAndGet());

	private final HikariDataSource pool = pool();

	abstract HikariDataSource pool();

	@AfterEach
	void close() {
		this.pool.close();
	}

	private PayloadStore store(String namespace) {
		JdbcSchema.of(this.pool, this.prefix, JdbcPayloadStore.SCHEMA).createMissing(this.pool);
		return new JdbcPayloadStore(this.pool, this.prefix, namespace);
	}

	@Override
	PayloadStore store() {
		return store("one");
	}

	@Override
	PayloadStore neighbour() {
		return store("two");
	}

	@Test
	void payloadOfATransactionThatIsRolledBackIsGone() {
		PayloadStore store = store();
		TransactionTemplate transactions = new TransactionTemplate(new DataSourceTransactionManager(this.pool));
		transactions.executeWithoutResult((status) -> {
			store.put(ONE, "1");
			status.setRollbackOnly();
		});
		assertThat(store.get(ONE)).isNull();
	}

	@Test
	void payloadIsKeptIfConnectionsDoNotCommitByThemselves() {
		this.pool.setAutoCommit(false);
		PayloadStore store = store();
		store.put(ONE, "1");
		assertThat(store.get(ONE)).isEqualTo("1");
		store.delete(List.of(ONE));
		assertThat(store.get(ONE)).isNull();
		new TransactionTemplate(new DataSourceTransactionManager(this.pool)).executeWithoutResult(
				(status) -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

					@Override
					public void afterCommit() {
						store.put(ONE, "after");
					}

				}));
		assertThat(store.get(ONE)).isEqualTo("after");
	}

	@Test
	void tableThatIsGoneIsNoMissingPayload() {
		PayloadStore store = store();
		JdbcTemplate jdbc = new JdbcTemplate(this.pool);
		jdbc.execute("drop table " + this.prefix + "payload");
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> store.get(ONE));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> store.put(ONE, "1"));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> store.olderThan(Duration.ZERO, null, 10));
	}

	@Test
	void missingTableIsNamed() {
		assertThatExceptionOfType(MissingSchemaException.class)
			.isThrownBy(() -> new JdbcPayloadStore(this.pool, "absent_", "one"))
			.withMessageContaining("io/jobqueue/payload/schema/");
	}

}
