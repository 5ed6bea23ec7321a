package io.jobqueue.autoconfigure.redis;

import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.data.annotation.Id;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.RedisHash;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.repository.configuration.EnableRedisRepositories;
import org.springframework.data.repository.CrudRepository;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class UnusedRedisTests {

	private static final String LEFT_OUT = "Health does not include Redis";

	@Test
	void healthIsWithoutARedisThatNobodyUses(CapturedOutput output) {
		assertThat(hasHealth(Application.class, "jobqueue.store=memory")).isFalse();
		assertThat(output).containsOnlyOnce(LEFT_OUT).contains("management.health.redis.enabled=true");
	}

	@ParameterizedTest
	@ValueSource(classes = { WithTemplate.class, WithConnectionFactory.class, WithRepository.class, WithLazyBean.class,
			WithPrototype.class, WithLazyParameter.class, WithProvider.class, WithFactoryMethod.class })
	void aRedisAtTheDefaultAddressThatTheApplicationUsesKeepsItsHealth(Class<?> application, CapturedOutput output) {
		assertThat(hasHealth(application, "jobqueue.store=memory")).isTrue();
		assertThat(output).doesNotContain(LEFT_OUT);
	}

	@Test
	void repositoriesOfRedisWorkWhereJobsAreKeptElsewhere() {
		try (ConfigurableApplicationContext context = run(WithRepository.class, "jobqueue.store=memory")) {
			assertThat(context.getBeansOfType(Notes.class)).hasSize(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.data.redis.host=localhost", "management.health.redis.enabled=true",
			"spring.main.lazy-initialization=true" })
	void whatThePropertiesSayComesFirst(String property, CapturedOutput output) {
		assertThat(hasHealth(Application.class, "jobqueue.store=memory", property)).isTrue();
		assertThat(output).doesNotContain(LEFT_OUT);
	}

	private static boolean hasHealth(Class<?> application, String... properties) {
		try (ConfigurableApplicationContext context = run(application, properties)) {
			return context.getBean(HealthEndpoint.class).health() instanceof CompositeHealthDescriptor health
					&& health.getComponents().containsKey("redis");
		}
	}

	private static ConfigurableApplicationContext run(Class<?> application, String... properties) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.run(Stream
				.concat(Arrays.stream(properties),
						Stream.of("spring.datasource.generate-unique-name=true",
								"management.endpoint.health.show-components=always"))
				.map((property) -> "--" + property)
				.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Counter.class)
	static class WithTemplate {

	}

	record Counter(StringRedisTemplate redis) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Publisher.class)
	static class WithConnectionFactory {

	}

	record Publisher(RedisConnectionFactory redis) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableRedisRepositories(considerNestedRepositories = true)
	static class WithRepository {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(LazyCounter.class)
	static class WithLazyBean {

	}

	@Lazy
	record LazyCounter(StringRedisTemplate redis) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(PrototypeCounter.class)
	static class WithPrototype {

	}

	@Scope("prototype")
	static class PrototypeCounter {

		@Autowired
		StringRedisTemplate redis;

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(LateCounter.class)
	static class WithLazyParameter {

	}

	static class LateCounter {

		LateCounter(@Lazy StringRedisTemplate redis) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ProviderCounter.class)
	static class WithProvider {

	}

	record ProviderCounter(ObjectProvider<StringRedisTemplate> redis) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WithFactoryMethod {

		@Bean
		@Lazy
		Object counter(ReactiveRedisConnectionFactory redis) {
			return redis;
		}

	}

	interface Notes extends CrudRepository<Note, String> {

	}

	@RedisHash("note")
	record Note(@Id String id, String text) {
	}

}
