package io.jobqueue.store.jdbc;

import io.jobqueue.testsupport.TestBackend;

import org.junit.jupiter.api.Tag;

@Tag("process")
class MySqlErrorTests extends InnoDbErrors {

	MySqlErrorTests() {
		super(TestBackend.MYSQL);
	}

	/** By its length: not all servers that serve the tests have check constraints. */
	@Override
	void refuseLong(String table, String column) {
		this.admin.execute("alter table %s modify %s varchar(99)".formatted(table(table), column));
	}

	@Override
	String refusedState() {
		return "SQLState 22001, code 1406";
	}

}
