package io.jobqueue.payload;

import com.zaxxer.hikari.HikariDataSource;

import io.jobqueue.testsupport.TestPostgres;

import org.junit.jupiter.api.Tag;

@Tag("process")
class PostgresPayloadStoreTests extends JdbcPayloadStoreTests {

	@Override
	HikariDataSource pool() {
		return TestPostgres.pool(2);
	}

}
