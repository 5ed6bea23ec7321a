package io.jobqueue.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.testsupport.TestPostgres;

import org.junit.jupiter.api.Tag;

@Tag("process")
class PostgresLimitClockTests extends LimitClocks {

	@Override
	HikariDataSource open() {
		return TestPostgres.pool(20);
	}

}
