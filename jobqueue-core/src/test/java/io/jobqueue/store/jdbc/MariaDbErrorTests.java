package io.jobqueue.store.jdbc;

import io.jobqueue.testsupport.TestBackend;

import org.junit.jupiter.api.Tag;

@Tag("process")
class MariaDbErrorTests extends InnoDbErrors {

	MariaDbErrorTests() {
		super(TestBackend.MARIADB);
	}

}
