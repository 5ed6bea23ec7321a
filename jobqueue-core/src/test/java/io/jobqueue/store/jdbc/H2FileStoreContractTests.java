package io.jobqueue.store.jdbc;

import java.nio.file.Path;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.contract.ForeignProgram;
import io.jobqueue.store.contract.StoreContractSuite;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class H2FileStoreContractTests extends StoreContractSuite {

	private static final HikariDataSource dataSource = new HikariDataSource();

	private static TestSchema schema;

	@BeforeAll
	static void open(@TempDir Path directory) {
		dataSource.setJdbcUrl("jdbc:h2:file:" + directory.resolve("jobs"));
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
		return 7;
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
