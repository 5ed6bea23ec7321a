package io.jobqueue.store.jdbc;

import io.jobqueue.testsupport.TestBackend;

import org.junit.jupiter.api.Tag;

@Tag("process")
class MySqlFrozenStepTests extends InnoDbFrozenSteps {

	MySqlFrozenStepTests() {
		super(TestBackend.MYSQL, "wait_timeout", "28800");
	}

}
