package io.jobqueue.store.jdbc;

import io.jobqueue.testsupport.TestBackend;

class MySqlErrorTests extends InnoDbErrors {

	MySqlErrorTests() {
		super(TestBackend.MYSQL);
	}

	/** MySQL gives no SQLState to it. */
	@Override
	String refusedState() {
		return "code 3819";
	}

}
