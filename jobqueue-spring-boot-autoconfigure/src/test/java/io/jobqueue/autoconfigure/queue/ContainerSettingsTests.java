package io.jobqueue.autoconfigure.queue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.InvalidJobException;
import io.jobqueue.autoconfigure.properties.BoundProperties;
import io.jobqueue.worker.options.ContainerOptions;
import io.jobqueue.worker.options.QueuePattern;
import io.jobqueue.worker.options.SharedContainer;
import io.jobqueue.worker.options.SharedContainer.Order;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ContainerSettingsTests {

	@Test
	void queuesOfAContainerShareItsConcurrency() {
		QueueSettings settings = settings("mail.queues", "critical,low", "mail.weights.critical", "3",
				"mail.concurrency", "20");
		SharedContainer mail = new SharedContainer("mail",
				List.of(new QueuePattern("critical"), new QueuePattern("low")), Order.WEIGHTED, Map.of("critical", 3),
				20);
		assertThat(settings.container("low")).isEqualTo(new ContainerOptions("low", mail));
		assertThat(settings.container("default")).isEqualTo(new ContainerOptions("default", 10));
		assertThat(settings.served(List.of())).containsExactly("critical", "default", "low");
		assertThat(settings.discovery().patterns()).isEmpty();
	}

	@Test
	void aContainerHasTheConcurrencyOfTheWorkerByDefault() {
		QueueSettings settings = settings("mail.queues", "a", "mail.order", "strict");
		assertThat(settings.container("a").concurrency()).isEqualTo(10);
		assertThat(settings.container("a").shared()).extracting(SharedContainer::order).isEqualTo(Order.STRICT);
	}

	@Test
	void queuesThatMatchAPatternAreDiscovered() {
		QueueSettings settings = settings("tenants.queues", "tenant-*,urgent", "tenants.weights[tenant-*]", "2",
				"vip.queues", "tenant-7");
		assertThat(settings.discovery().patterns()).containsExactly(new QueuePattern("tenant-*"));
		assertThat(settings.discovery().container().apply("tenant-1").share()).isEqualTo(2 / 3d);
		assertThat(settings.container("tenant-7").shared()).extracting(SharedContainer::name).isEqualTo("vip");
	}

	@Test
	void onlyTheChosenQueuesOfAContainerAreServed() {
		Map<String, String> values = new LinkedHashMap<>();
		values.put("jobqueue.containers.mail.queues", "a,b,t-*");
		values.put("jobqueue.worker.queues", "b");
		QueueSettings settings = new QueueSettings(BoundProperties.of(values));
		assertThat(settings.served(List.of())).containsExactly("b");
		assertThat(settings.discovery().patterns()).isEmpty();
		assertThat(settings.container("b").shared()).isNotNull();
	}

	@Test
	void aQueueOfTwoContainersIsRefused() {
		refused("jobqueue.containers.two.queues must name queues that no other container has, each once, but was a. "
				+ "'a' is in 'jobqueue.containers.one.queues' too", "one.queues", "a,b", "two.queues", "c,a");
		refused("jobqueue.containers.one.queues must name queues that no other container has", "one.queues", "a,a");
		QueueSettings settings = settings("one.queues", "t-*", "two.queues", "*-1");
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> settings.container("t-1"))
			.withMessageContaining("'jobqueue.containers.one.queues' and 'jobqueue.containers.two.queues'");
	}

	@Test
	void aContainerWithoutQueuesIsRefused() {
		refused("jobqueue.containers.one.queues must name at least one queue", "one.concurrency", "3");
		refused("jobqueue.containers.one.queues must be names or patterns of", "one.queues", "e mails");
		refused("jobqueue.containers.o ne must consist of", "[o ne].queues", "a");
	}

	@Test
	void weightsOfOtherQueuesAreRefused() {
		refused("jobqueue.containers.one.weights.b must be the weight of a queue of the container, but was 2. "
				+ "Add 'b' to 'jobqueue.containers.one.queues'", "one.queues", "a", "one.weights.b", "2");
		refused("jobqueue.containers.one.weights.t- must be the weight of a queue of the container, but was 2. "
				+ "Add 't-' to 'jobqueue.containers.one.queues', or remove the weight. If 't-*' is meant, write it with "
				+ "brackets: \"[t-*]\"", "one.queues", "t-*", "one.weights.t-*", "2");
		refused("jobqueue.containers.one.weights has an effect only with the order 'weighted'", "one.queues", "a",
				"one.weights.a", "2", "one.order", "strict");
	}

	@Test
	void valuesAreRefusedWithTheirKeys() {
		assertThatThrownBy(() -> settings("one.queues", "a", "one.concurrency", "0")).isInstanceOf(BindException.class)
			.rootCause()
			.hasMessageContaining("jobqueue.containers.one.concurrency");
		assertThatThrownBy(() -> settings("one.queues", "a", "one.weights.a", "0")).isInstanceOf(BindException.class)
			.rootCause()
			.hasMessageContaining("jobqueue.containers.one.weights.a");
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> settings("one.queues", "a", "one.order", "random"))
			.withMessageContaining("jobqueue.containers.one.order");
	}

	@Test
	void aConcurrencyOfAQueueInAContainerIsRefused() {
		for (String queues : List.of("a", "a*")) {
			Map<String, String> values = Map.of("jobqueue.containers.one.queues", queues,
					"jobqueue.queues.a.concurrency", "3", "jobqueue.queues.b.concurrency", "3");
			assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
				.isThrownBy(() -> new QueueSettings(BoundProperties.of(values)))
				.satisfies((ex) -> assertThat(ex.getReason()).startsWith(
						"jobqueue.queues.a.concurrency must not be set for a queue of container 'one', but was 3. "
								+ "Set 'jobqueue.containers.one.concurrency'"));
		}
	}

	private static void refused(String reason, String... values) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(() -> settings(values))
			.satisfies((ex) -> assertThat(ex.getReason()).startsWith(reason));
	}

	private static QueueSettings settings(String... values) {
		Map<String, String> properties = new LinkedHashMap<>();
		for (int i = 0; i < values.length; i += 2) {
			String key = values[i];
			properties.put("jobqueue.containers" + (key.startsWith("[") ? "" : ".") + key, values[i + 1]);
		}
		return new QueueSettings(BoundProperties.of(properties));
	}

}
