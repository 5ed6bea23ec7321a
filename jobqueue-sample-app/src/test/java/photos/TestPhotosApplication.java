package photos;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;

/**
 * The application with Redis in a container, for {@code mvn spring-boot:test-run}. The
 * profile {@code redis} says that it is to start no server itself. Where the server is
 * comes from the container, not from the properties.
 */
public final class TestPhotosApplication {

	/** Another image: {@code -Dtest.images.redis=valkey/valkey:8}. */
	static final String IMAGE = System.getProperty("test.images.redis", "redis:7.4").split(",")[0];

	private TestPhotosApplication() {
	}

	public static void main(String[] args) {
		run(args);
	}

	static SpringApplication.Running run(String... args) {
		return SpringApplication.from(PhotosApplication::main)
			.with(Containers.class)
			.withAdditionalProfiles("redis")
			.run(args);
	}

	@SuppressWarnings("resource")
	static GenericContainer<?> container() {
		return new GenericContainer<>(IMAGE).withExposedPorts(6379)
			.withCommand("--protected-mode", "no")
			.waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", 1));
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Containers {

		@Bean
		@ServiceConnection(name = "redis")
		GenericContainer<?> redis() {
			return container();
		}

	}

}
