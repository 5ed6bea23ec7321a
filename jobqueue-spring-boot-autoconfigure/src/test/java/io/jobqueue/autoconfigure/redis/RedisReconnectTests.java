package io.jobqueue.autoconfigure.redis;

import java.time.Duration;

import io.jobqueue.JobDispatchException;
import io.jobqueue.JobDispatcher;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.testsupport.TestRedis;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("process")
class RedisReconnectTests {

	private static final int ATTEMPTS = 100;

	private static ApplicationContextRunner on(TestRedis redis) {
		return Contexts.jobQueue()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withPropertyValues("jobqueue.worker.enabled=false", "spring.data.redis.port=" + redis.port(),
					"spring.data.redis.timeout=300ms");
	}

	@Test
	void noWaitForTheNextConnectionIsLongerThanASecond() {
		try (TestRedis redis = TestRedis.start()) {
			on(redis).run((context) -> {
				Delay delay = context.getBean(ClientResources.class).reconnectDelay();
				for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
					assertThat(delay.createDelay(attempt)).isLessThanOrEqualTo(Duration.ofSeconds(1));
				}
			});
		}
	}

	@Test
	void whatTheApplicationSetsComesFirst() {
		try (TestRedis redis = TestRedis.start()) {
			on(redis).withUserConfiguration(OwnDelay.class)
				.run((context) -> assertThat(
						context.getBean(ClientResources.class).reconnectDelay().createDelay(ATTEMPTS))
					.isEqualTo(Duration.ofSeconds(7)));
		}
	}

	@Test
	void dispatchFailsWhileRedisIsStoppedAndSucceedsAfterTheNextConnection() {
		try (TestRedis redis = TestRedis.start()) {
			on(redis).run((context) -> {
				JobDispatcher dispatcher = context.getBean(JobDispatcher.class);
				redis.stop();
				for (int i = 0; i < 3; i++) {
					assertThatExceptionOfType(JobDispatchException.class)
						.isThrownBy(() -> dispatcher.dispatch("anything", 1))
						.withMessageContaining("The store cannot be used");
				}
				redis.startAgain();
				Awaitility.await().ignoreException(JobDispatchException.class).until(() -> {
					dispatcher.dispatch("anything", 1);
					return true;
				});
			});
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDelay {

		@Bean
		ClientResourcesBuilderCustomizer ownDelay() {
			return (resources) -> resources.reconnectDelay(Delay.constant(Duration.ofSeconds(7)));
		}

	}

}
