package io.jobqueue.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Raises the level of the logger by which the client of the store reports each connection
 * of an outage, because the store reports the outage itself. Lettuce writes two lines
 * every 5 seconds per connection. HikariCP writes one for each idle connection that it
 * finds dead. The logger is that of all connections of the application.
 * <p>
 * Nothing is changed if a property sets a level for the logger, one of its packages or a
 * group with one of them, or if the application has a file for Logback or Log4j2. Such a
 * file may set the level too, and a property would override it.
 */
final class ClientLogEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	/** By the store. */
	private static final Map<String, String> LOGGERS = Map.of("redis", "io.lettuce.core.protocol.ConnectionWatchdog",
			"jdbc", "com.zaxxer.hikari.pool.PoolBase");

	private static final String LEVELS = "logging.level";

	private static final Bindable<Map<String, List<String>>> GROUPS = Bindable
		.of(ResolvableType.forClassWithGenerics(Map.class, ResolvableType.forClass(String.class),
				ResolvableType.forClassWithGenerics(List.class, String.class)));

	/** The files that Spring Boot reads if {@code logging.config} is not set. */
	private static final List<String> FILES = Stream
		.of("logback%s.xml", "log4j2%s.xml", "log4j2%s.properties", "log4j2%s.yaml", "log4j2%s.yml", "log4j2%s.json",
				"log4j2%s.jsn")
		.flatMap((file) -> Stream.of("", "-test", "-spring", "-test-spring").map(file::formatted))
		.toList();

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		String store = environment.getProperty("jobqueue.store", "redis");
		String logger = LOGGERS.get(store.toLowerCase(Locale.ROOT));
		if (logger != null && !hasLevel(Binder.get(environment), logger)
				&& !hasFile(environment, application.getClassLoader())) {
			environment.getPropertySources()
				.addLast(new MapPropertySource("jobqueueClientLog", Map.of(LEVELS + "." + logger, "error")));
		}
	}

	private static boolean hasLevel(Binder binder, String logger) {
		Set<String> levels = binder.bind(LEVELS, Bindable.mapOf(String.class, String.class))
			.map(Map::keySet)
			.orElse(Set.of());
		Map<String, List<String>> groups = binder.bind("logging.group", GROUPS).orElse(Map.of());
		return levels.stream()
			.flatMap((name) -> Stream.concat(Stream.of(name), groups.getOrDefault(name, List.of()).stream()))
			.anyMatch((name) -> logger.equals(name) || logger.startsWith(name + "."));
	}

	private static boolean hasFile(ConfigurableEnvironment environment, ClassLoader classLoader) {
		return environment.containsProperty("logging.config")
				|| FILES.stream().anyMatch((file) -> classLoader.getResource(file) != null);
	}

	/** Run after all other sources of properties. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
