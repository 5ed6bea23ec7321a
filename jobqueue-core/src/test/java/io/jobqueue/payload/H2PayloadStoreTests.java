package io.jobqueue.payload;

import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;

class H2PayloadStoreTests extends JdbcPayloadStoreTests {

	@Override
	HikariDataSource pool() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		pool.setMaximumPoolSize(2);
		return pool;
	}

}
