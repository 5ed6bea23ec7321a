package io.jobqueue.store.jdbc;

import io.jobqueue.testsupport.TestBackend;

class MySqlErrorTests extends InnoDbErrors {

	MySqlErrorTests() {
		super(TestBackend.MYSQL);
	}

}
