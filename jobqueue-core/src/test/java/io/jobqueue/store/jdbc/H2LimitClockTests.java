package io.jobqueue.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;

class H2LimitClockTests extends LimitClocks {

	@Override
	HikariDataSource open() {
		return h2();
	}

}
