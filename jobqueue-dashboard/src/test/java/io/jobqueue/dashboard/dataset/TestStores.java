package io.jobqueue.dashboard.dataset;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.jdbc.TestSchema;
import io.jobqueue.store.redis.RedisStoreBackend;
import io.jobqueue.testsupport.TestPostgres;
import io.jobqueue.testsupport.TestRedis;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Real stores for an application of tests, each without jobs. */
public final class TestStores {

	private static final int CONNECTIONS = 10;

	private TestStores() {
	}

	/** A namespace of the shared Redis. */
	@Configuration(proxyBeanMethods = false)
	public static class Redis {

		@Bean
		StoreBackend redis() {
			return new RedisStoreBackend(TestRedis.shared().connectionFactory(), TestRedis.namespace());
		}

	}

	/** Tables of the shared PostgreSQL. */
	@Configuration(proxyBeanMethods = false)
	public static class Postgres {

		@Bean
		HikariDataSource pool() {
			return TestPostgres.pool(CONNECTIONS);
		}

		@Bean
		StoreBackend postgres(HikariDataSource pool) {
			return TestSchema.create(pool).store();
		}

	}

}
