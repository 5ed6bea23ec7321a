package io.jobqueue.payload;

import com.zaxxer.hikari.HikariDataSource;

import io.jobqueue.testsupport.TestMariaDb;

import org.junit.jupiter.api.Tag;

@Tag("process")
class MariaDbPayloadStoreTests extends JdbcPayloadStoreTests {

	@Override
	HikariDataSource pool() {
		return TestMariaDb.pool(2);
	}

}
