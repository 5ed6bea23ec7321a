package io.jobqueue.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.contract.StoreContractSuite;
import io.jobqueue.testsupport.TestMariaDb;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MariaDbStoreContractTests extends StoreContractSuite {

	private static HikariDataSource dataSource;

	private static TestSchema schema;

	@BeforeAll
	static void open() {
		dataSource = TestMariaDb.pool(10);
		schema = TestSchema.create(dataSource);
	}

	@AfterAll
	static void close() {
		dataSource.close();
	}

	@Override
	protected StoreBackend newBackend() {
		return schema.emptyStore();
	}

}
