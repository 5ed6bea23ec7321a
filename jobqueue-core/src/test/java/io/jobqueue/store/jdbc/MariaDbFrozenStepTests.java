package io.jobqueue.store.jdbc;

import io.jobqueue.testsupport.TestBackend;

class MariaDbFrozenStepTests extends InnoDbFrozenSteps {

	MariaDbFrozenStepTests() {
		super(TestBackend.MARIADB, "idle_transaction_timeout", "0");
	}

}
