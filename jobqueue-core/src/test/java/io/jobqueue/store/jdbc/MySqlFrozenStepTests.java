package io.jobqueue.store.jdbc;

import io.jobqueue.testsupport.TestBackend;

class MySqlFrozenStepTests extends InnoDbFrozenSteps {

	MySqlFrozenStepTests() {
		super(TestBackend.MYSQL, "wait_timeout", "28800");
	}

}
