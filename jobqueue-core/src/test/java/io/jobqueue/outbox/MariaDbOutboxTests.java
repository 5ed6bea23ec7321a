package io.jobqueue.outbox;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.testsupport.TestMariaDb;

import org.junit.jupiter.api.Tag;

@Tag("process")
class MariaDbOutboxTests extends OutboxTests {

	@Override
	HikariDataSource pool() {
		return TestMariaDb.pool(4);
	}

}
