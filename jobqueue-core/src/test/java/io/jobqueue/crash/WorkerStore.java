package io.jobqueue.crash;

import java.net.URI;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.jdbc.JdbcStoreBackend;
import io.jobqueue.store.jdbc.access.JdbcStoreOptions;
import io.jobqueue.store.redis.RedisStoreBackend;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The store of a worker, opened by its address; the scheme says which. A further back end
 * is a further scheme here.
 *
 * @param backend the store
 * @param connections what it is reached by: a bean that is to be closed after the worker
 */
record WorkerStore(StoreBackend backend, Object connections) {

	static WorkerStore open(String address) {
		URI uri = URI.create(address);
		return switch (uri.getScheme()) {
			case DatabaseAddress.POSTGRES, DatabaseAddress.MARIADB -> ofDatabase(DatabaseAddress.parse(uri));
			case "redis", "redis-sentinel", "redis-cluster" -> ofRedis(RedisAddress.parse(uri));
			default -> throw new IllegalArgumentException("No store is known for '" + address + "'");
		};
	}

	private static WorkerStore ofDatabase(DatabaseAddress database) {
		HikariDataSource pool = database.connect();
		return new WorkerStore(backend(pool, database), pool);
	}

	private static WorkerStore ofRedis(RedisAddress redis) {
		LettuceConnectionFactory connections = redis.connect();
		return new WorkerStore(new RedisStoreBackend(connections, redis.namespace()), connections);
	}

	static StoreBackend backend(DataSource pool, DatabaseAddress database) {
		return new JdbcStoreBackend(pool, JdbcStoreOptions.DEFAULT.withTablePrefix(database.tablePrefix()));
	}

}
