package io.jobqueue.outbox;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.testsupport.TestPostgres;

import org.junit.jupiter.api.Tag;

@Tag("process")
class PostgresOutboxTests extends OutboxTests {

	@Override
	HikariDataSource pool() {
		return TestPostgres.pool(4);
	}

}
