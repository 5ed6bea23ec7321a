package io.jobqueue.autoconfigure.release;

import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.testsupport.TestMariaDb;
import io.jobqueue.testsupport.TestPostgres;

import org.junit.jupiter.api.Named;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Stores that outlive a context: the next one finds the jobs of the one before. */
final class SharedStores {

	private static final AtomicInteger PREFIXES = new AtomicInteger();

	private SharedStores() {
	}

	static Stream<Named<ApplicationContextRunner>> all() {
		return Stream.of(Named.of("memory", memory()), Named.of("H2", h2()), Named.of("Redis", Contexts.withRedis()),
				Named.of("PostgreSQL",
						server("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(TestPostgres.port()), "postgres")),
				Named.of("MariaDB", server("jdbc:mariadb://127.0.0.1:%d/jobs".formatted(TestMariaDb.port()), "root")));
	}

	/** A singleton that is registered from outside is not closed with the context. */
	private static ApplicationContextRunner memory() {
		MemoryStoreBackend store = new MemoryStoreBackend(InstantSource.system());
		return Contexts.inMemory()
			.withInitializer((context) -> context.getBeanFactory().registerSingleton("jobStore", store));
	}

	/** With tables of its own. */
	private static ApplicationContextRunner server(String url, String user) {
		return Contexts.withDatabase()
			.withPropertyValues("jobqueue.store=jdbc", "jobqueue.jdbc.initialize-schema=always",
					"jobqueue.jdbc.table-prefix=release_%d_".formatted(PREFIXES.incrementAndGet()),
					"spring.datasource.generate-unique-name=false", "spring.datasource.url=" + url,
					"spring.datasource.username=" + user);
	}

	private static ApplicationContextRunner h2() {
		return Contexts.withDatabase()
			.withPropertyValues("jobqueue.store=jdbc", "spring.datasource.generate-unique-name=false",
					"spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
	}

}
