package io.jobqueue.crash;

import java.nio.file.Path;

import io.jobqueue.testsupport.DatabaseProcess;
import io.jobqueue.testsupport.PostgresProcess;

class PostgresOutageTests extends DatabaseOutages {

	@Override
	DatabaseProcess server(Path directory) {
		return new PostgresProcess(directory);
	}

	@Override
	DatabaseAddress address(int port) {
		return DatabaseAddress.of(DatabaseAddress.POSTGRES, port);
	}

}
