package io.jobqueue.schedule;

import java.time.Instant;
import java.util.function.Consumer;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.jdbc.TestSchema;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.store.redis.RedisStoreBackend;
import io.jobqueue.testsupport.TestPostgres;
import io.jobqueue.testsupport.TestRedis;

/** The stores on which a test of schedules runs. */
enum SceneStore {

	MEMORY, REDIS, POSTGRESQL;

	/** Run a test on an empty store. */
	void run(Consumer<StoreBackend> test) {
		switch (this) {
			case MEMORY -> test.accept(new MemoryStoreBackend(Instant::now));
			case REDIS ->
				test.accept(new RedisStoreBackend(TestRedis.shared().connectionFactory(), TestRedis.namespace()));
			case POSTGRESQL -> {
				try (HikariDataSource pool = TestPostgres.pool(4)) {
					test.accept(TestSchema.create(pool).store());
				}
			}
		}
	}

}
