package io.jobqueue.outbox;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.testsupport.TestPostgres;

class PostgresOutboxTests extends OutboxTests {

	@Override
	HikariDataSource pool() {
		return TestPostgres.pool(4);
	}

}
