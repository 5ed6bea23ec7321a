package io.jobqueue.store.jdbc;

import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;

class H2LimitClockTests extends LimitClocks {

	private final UUID database = UUID.randomUUID();

	@Override
	HikariDataSource open() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(this.database));
		pool.setMaximumPoolSize(20);
		return pool;
	}

}
