package io.jobqueue.store.jdbc;

import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;

import org.junit.jupiter.api.Tag;

/** The application lets its own transactions wait for locks for long. */
@Tag("slow")
class H2KeyForeignLocksTests extends ForeignKeyLocks {

	private final UUID database = UUID.randomUUID();

	@Override
	HikariDataSource open() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=100000".formatted(this.database));
		pool.setMaximumPoolSize(5);
		return pool;
	}

}
