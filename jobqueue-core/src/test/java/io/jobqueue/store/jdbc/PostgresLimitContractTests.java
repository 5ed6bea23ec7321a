package io.jobqueue.store.jdbc;

import java.util.List;

import io.jobqueue.testsupport.TestBackend;
import io.jobqueue.testsupport.TestServer;
import io.jobqueue.testsupport.TestServers;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("servers")
@Tag("process")
class PostgresLimitContractTests extends DatabaseLimitContractSuite {

	static List<TestServer> servers() {
		return TestServers.versions(TestBackend.POSTGRESQL);
	}

}
