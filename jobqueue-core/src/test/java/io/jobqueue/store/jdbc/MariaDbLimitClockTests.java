package io.jobqueue.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.testsupport.TestMariaDb;

import org.junit.jupiter.api.Tag;

@Tag("process")
class MariaDbLimitClockTests extends LimitClocks {

	@Override
	HikariDataSource open() {
		return TestMariaDb.pool(20);
	}

}
