package io.jobqueue.store.jdbc;

import java.util.Objects;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.contract.ForeignProgram;
import io.jobqueue.store.contract.StoreContractSuite;
import io.jobqueue.testsupport.TestServer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/**
 * The whole contract on each version of a database that a build runs. Each test asks for
 * the server by itself, so that all of them are shown as skipped where it cannot run.
 */
abstract class DatabaseContractSuite extends StoreContractSuite {

	private static @Nullable HikariDataSource dataSource;

	private static @Nullable TestSchema schema;

	@Parameter
	private TestServer server;

	@AfterParameterizedClassInvocation
	static void close(TestServer server) {
		if (dataSource != null) {
			dataSource.close();
			dataSource = null;
			schema = null;
		}
		server.release();
	}

	/** Steps do not see what others have not committed. */
	@Override
	protected int excess(int inFlight) {
		return inFlight;
	}

	@Override
	protected int stridesOfDeaths() {
		return 5;
	}

	@Override
	protected StoreBackend newBackend() {
		if (schema == null) {
			dataSource = this.server.pool(10);
			schema = TestSchema.create(dataSource);
		}
		return schema.emptyStoreWithoutMarks();
	}

	@Override
	protected ForeignProgram foreignProgram() {
		return Objects.requireNonNull(schema).foreignProgram();
	}

}
