package io.jobqueue.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;

class H2LimitedTableTests extends LimitedTables {

	@Override
	HikariDataSource open() {
		return h2();
	}

}
