package io.jobqueue.store.jdbc;

import io.jobqueue.testsupport.TestBackend;

import org.junit.jupiter.api.Tag;

@Tag("process")
class MariaDbFrozenStepTests extends InnoDbFrozenSteps {

	MariaDbFrozenStepTests() {
		super(TestBackend.MARIADB, "idle_transaction_timeout", "0");
	}

}
