package io.jobqueue.store.jdbc;

import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A database of which a test looks at the tables. */
abstract class LimitedDatabase {

	HikariDataSource pool;

	TestSchema schema;

	JdbcStoreBackend store;

	/** A pool of the test's own. */
	abstract HikariDataSource open();

	static HikariDataSource h2() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
		pool.setMaximumPoolSize(20);
		return pool;
	}

	@BeforeEach
	void prepare() {
		this.pool = open();
		this.schema = TestSchema.create(this.pool);
		this.store = this.schema.store();
	}

	@AfterEach
	void close() {
		this.store.close();
		this.pool.close();
	}

}
