package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.jobqueue.Limit;
import io.jobqueue.Rate;
import io.jobqueue.store.form.StoredFields;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

abstract class RulesContract extends StoreContract {

	private static final Limit LIMIT = new Limit(5, new Rate(10, Duration.ofSeconds(1)));

	private QueueRulesStore rules() {
		return this.store.part(QueueRulesStore.class);
	}

	@Test
	void queueHasNoRulesAtFirst() {
		assertThat(rules().rules(QUEUE)).isEqualTo(QueueRules.NONE);
		assertThat(this.store.queries().queues()).isEmpty();
	}

	@Test
	void rulesAreReadAsTheyWereWritten() {
		QueueRules written = rules().update(QUEUE,
				(rules) -> rules.withOrder(QueueRules.Order.FAIR, "tenant")
					.withMaxSize(1000)
					.withConfiguredLimits("shop", Map.of("", Limit.ofMaxRunning(7), "tenant", LIMIT))
					.withOperatorLimit("tenant=müller & co", Limit.NONE)
					.withOperatorLimit("tenant", Limit.ofMaxRunning(0)));
		assertThat(written.version()).isEqualTo(1);
		assertThat(rules().rules(QUEUE)).isEqualTo(written);
		assertThat(written.limit("tenant=other")).isEqualTo(Limit.ofMaxRunning(0));
		assertThat(written.limit("tenant=müller & co")).isEqualTo(Limit.NONE);
	}

	@Test
	void fieldsOfAnotherReleaseAreKept() {
		StoredFields others = new StoredFields(List.of(new StoredFields.Field("zz", "1")));
		QueueRules rules = new QueueRules(1, QueueRules.Order.FIFO, null, null, QueueRules.NONE.bounds(), others);
		assertThat(rules().replace(QUEUE, 0, rules)).isTrue();
		assertThat(rules().update(QUEUE, (before) -> before.withMaxSize(3)).others()).isEqualTo(others);
		assertThat(rules().rules(QUEUE).others()).isEqualTo(others);
	}

	@Test
	void rulesAreReplacedOnlyIfTheyHaveTheExpectedVersion() {
		QueueRules first = QueueRules.NONE.withMaxSize(1).withVersion(1);
		assertThat(rules().replace(QUEUE, 1, first)).isFalse();
		assertThat(rules().replace(QUEUE, 0, first)).isTrue();
		assertThat(rules().replace(QUEUE, 0, first.withMaxSize(2))).isFalse();
		assertThat(rules().rules(QUEUE)).isEqualTo(first);
	}

	@Test
	void changeThatChangesNothingWritesNothing() {
		rules().update(QUEUE, (rules) -> rules.withMaxSize(2));
		assertThat(rules().update(QUEUE, (rules) -> rules.withMaxSize(2)).version()).isEqualTo(1);
	}

	@Test
	void concurrentChangesAllCount() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<Callable<QueueRules>> changes = IntStream.range(0, 40)
				.<Callable<QueueRules>>mapToObj((i) -> () -> rules().update(QUEUE,
						(rules) -> rules.withOperatorLimit("tenant=" + i, Limit.ofMaxRunning(i))))
				.toList();
			for (Future<QueueRules> change : threads.invokeAll(changes)) {
				change.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(rules().rules(QUEUE).bounds()).hasSize(40);
		assertThat(rules().rules(QUEUE).version()).isEqualTo(40);
	}

	@Test
	void rulesOutliveTheJobsOfTheirQueue() {
		rules().update(QUEUE, (rules) -> rules.withMaxSize(2));
		assertThat(this.store.queries().queues()).containsExactly(QUEUE);
		assertThat(this.store.maintenance().prune(QUEUE, Map.of(), 10).forgotten()).isFalse();
		assertThat(rules().rules(QUEUE).maxSize()).isEqualTo(2);
	}

	@Test
	void pauseAndRulesAreIndependent() {
		this.store.actions().pause(QUEUE);
		rules().update(QUEUE, (rules) -> rules.withMaxSize(2));
		assertThat(this.store.queries().queue(QUEUE).paused()).isTrue();
		this.store.actions().resume(QUEUE);
		assertThat(rules().rules(QUEUE).maxSize()).isEqualTo(2);
	}

}
