package io.jobqueue.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.walk.StoreWalk;
import io.jobqueue.testsupport.TestBackend;
import io.jobqueue.testsupport.TestServers;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("process")
class PostgresWalkTests extends StoreWalk {

	private static HikariDataSource dataSource;

	private static TestSchema schema;

	@BeforeAll
	static void open() {
		dataSource = TestServers.shared(TestBackend.POSTGRESQL).pool(4);
		schema = TestSchema.create(dataSource);
	}

	@AfterAll
	static void close() {
		dataSource.close();
	}

	@Override
	protected StoreBackend newBackend() {
		return schema.emptyStoreWithoutMarks();
	}

	@Override
	protected boolean forgetsOtherQueues() {
		return true;
	}

	@Override
	protected void assertIsEmpty() {
		schema.requireNoJobs();
	}

}
