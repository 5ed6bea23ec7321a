package io.jobqueue.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.walk.StoreWalk;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class H2WalkTests extends StoreWalk {

	private static final HikariDataSource dataSource = new HikariDataSource();

	private static TestSchema schema;

	@BeforeAll
	static void open() {
		dataSource.setJdbcUrl("jdbc:h2:mem:walk");
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
