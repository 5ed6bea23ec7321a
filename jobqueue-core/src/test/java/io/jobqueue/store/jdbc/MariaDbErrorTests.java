package io.jobqueue.store.jdbc;

import io.jobqueue.testsupport.TestBackend;

class MariaDbErrorTests extends InnoDbErrors {

	MariaDbErrorTests() {
		super(TestBackend.MARIADB);
	}

}
