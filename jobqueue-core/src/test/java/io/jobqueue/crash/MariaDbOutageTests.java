package io.jobqueue.crash;

import java.nio.file.Path;

import io.jobqueue.testsupport.DatabaseProcess;
import io.jobqueue.testsupport.MariaDbProcess;

class MariaDbOutageTests extends DatabaseOutages {

	@Override
	DatabaseProcess server(Path directory) {
		return new MariaDbProcess(directory);
	}

	@Override
	DatabaseAddress address(int port) {
		return DatabaseAddress.of(DatabaseAddress.MARIADB, port);
	}

}
