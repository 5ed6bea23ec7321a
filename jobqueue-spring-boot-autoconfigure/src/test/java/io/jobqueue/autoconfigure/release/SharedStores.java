package io.jobqueue.autoconfigure.release;

import java.time.InstantSource;
import java.util.UUID;
import java.util.stream.Stream;

import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.store.memory.MemoryStoreBackend;

import org.junit.jupiter.api.Named;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Stores that outlive a context: the next one finds the jobs of the one before. */
final class SharedStores {

	private SharedStores() {
	}

	static Stream<Named<ApplicationContextRunner>> all() {
		return Stream.of(Named.of("memory", memory()), Named.of("H2", h2()), Named.of("Redis", Contexts.withRedis()));
	}

	/** A singleton that is registered from outside is not closed with the context. */
	private static ApplicationContextRunner memory() {
		MemoryStoreBackend store = new MemoryStoreBackend(InstantSource.system());
		return Contexts.inMemory()
			.withInitializer((context) -> context.getBeanFactory().registerSingleton("jobStore", store));
	}

	private static ApplicationContextRunner h2() {
		return Contexts.withDatabase()
			.withPropertyValues("jobqueue.store=jdbc", "spring.datasource.generate-unique-name=false",
					"spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
	}

}
