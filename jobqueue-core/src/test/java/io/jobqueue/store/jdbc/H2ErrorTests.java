package io.jobqueue.store.jdbc;

import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;

class H2ErrorTests extends DatabaseErrors {

	private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";LOCK_TIMEOUT=50";

	@Override
	HikariDataSource ownerPool() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(this.url);
		pool.setUsername("sa");
		return pool;
	}

	@Override
	HikariDataSource userPool(TestSchema schema) {
		this.schema = schema;
		this.admin.execute("create user jobs password 'x'");
		grant();
		HikariDataSource pool = ownerPool();
		pool.setUsername("jobs");
		pool.setPassword("x");
		return pool;
	}

	@Override
	void grant() {
		this.admin.execute("grant all on schema public to jobs");
	}

	@Override
	void revoke() {
		this.admin.execute("revoke all on schema public from jobs");
	}

}
