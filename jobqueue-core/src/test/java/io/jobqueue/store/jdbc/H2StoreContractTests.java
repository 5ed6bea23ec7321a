package io.jobqueue.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.contract.ForeignProgram;
import io.jobqueue.store.contract.StoreContractSuite;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class H2StoreContractTests extends StoreContractSuite {

	private static final HikariDataSource dataSource = new HikariDataSource();

	private static TestSchema schema;

	@BeforeAll
	static void open() {
		dataSource.setJdbcUrl("jdbc:h2:mem:contract");
		schema = TestSchema.create(dataSource);
	}

	@AfterAll
	static void close() {
		dataSource.close();
	}

	/** Steps do not see what others have not committed. */
	@Override
	protected int excess(int inFlight) {
		return inFlight;
	}

	@Override
	protected int stridesOfDeaths() {
		return 3;
	}

	@Override
	protected StoreBackend newBackend() {
		return schema.emptyStore();
	}

	@Override
	protected ForeignProgram foreignProgram() {
		return schema.foreignProgram();
	}

}
