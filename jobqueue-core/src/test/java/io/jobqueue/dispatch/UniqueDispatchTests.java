package io.jobqueue.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jobqueue.DispatchResult;
import io.jobqueue.DispatchResult.Outcome;
import io.jobqueue.DuplicateJobException;
import io.jobqueue.InvalidJobException;
import io.jobqueue.InvalidTaskException;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobEvent;
import io.jobqueue.JobId;
import io.jobqueue.JobOperator;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.UniqueKey;
import io.jobqueue.UniqueKey.Conflict;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.event.JobEvents;
import io.jobqueue.management.StoreJobOperator;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UniqueKeys;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.task.settings.TaskDefaults;
import io.jobqueue.testsupport.SettableClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class UniqueDispatchTests {

	private final SettableClock clock = new SettableClock();

	private final StoreBackend store = new MemoryStoreBackend(this.clock);

	private final JobDispatcher jobs = dispatcher(this.store, Orders.class);

	@Test
	void dispatchAnswersTheOwner() {
		JobRequest request = JobRequest.of("send", 1).withUniqueKey("order 42");
		JobId first = this.jobs.dispatch(request);
		assertThat(this.jobs.dispatch(request)).isEqualTo(first);
		assertThat(this.jobs.dispatchAll(List.of(request, JobRequest.of("send", 1), request)))
			.satisfies((ids) -> assertThat(ids.get(0)).isEqualTo(first))
			.satisfies((ids) -> assertThat(ids.get(1)).isNotEqualTo(first))
			.satisfies((ids) -> assertThat(ids.get(2)).isEqualTo(first));
		assertThat(waiting()).isEqualTo(2);
	}

	@Test
	void tryDispatchSaysWhatWasDone() {
		UniqueKey key = UniqueKey.of("doc 1");
		JobId first = this.jobs.tryDispatch(JobRequest.of("index", 1).withUniqueKey(key.replace())).id();
		assertThat(this.jobs.tryDispatch(JobRequest.of("index", 2).withUniqueKey(key)))
			.isEqualTo(new DispatchResult(first, Outcome.KEPT));
		assertThat(this.jobs.tryDispatch(JobRequest.of("index", 2).withUniqueKey(key.replace())))
			.isEqualTo(new DispatchResult(first, Outcome.REPLACED));
		assertThat(this.jobs.tryDispatch(JobRequest.of("index", 2)
			.withUniqueKey(key.debounce(Duration.ofMinutes(1)))
			.after(Duration.ofSeconds(5)))).isEqualTo(new DispatchResult(first, Outcome.DEBOUNCED));
		assertThat(this.jobs.tryDispatch(JobRequest.of("index", 2)).outcome()).isEqualTo(Outcome.STORED);
	}

	@Test
	void duplicatesArePublishedByWhatWasDone() {
		List<JobEvent> events = new ArrayList<>();
		JobDispatcher dispatcher = dispatcher(this.store, Orders.class, new JobEvents(List.of(events::add)));
		UniqueKey key = UniqueKey.of("doc 1");
		JobRequest replacing = JobRequest.of("index", 1).withUniqueKey(key.replace());
		dispatcher.dispatchAll(List.of(replacing, replacing, replacing, JobRequest.of("index", 1).withUniqueKey(key)));
		JobRequest rejecting = JobRequest.of("index", 1).withUniqueKey(key.untilStarted().reject());
		assertThatExceptionOfType(DuplicateJobException.class).isThrownBy(() -> dispatcher.dispatch(rejecting));
		assertThat(events).containsExactly(new JobEvent.Dispatched("default", "index", 1),
				new JobEvent.Duplicate("default", "index", Conflict.REPLACE, 2),
				new JobEvent.Duplicate("default", "index", Conflict.KEEP, 1),
				new JobEvent.Duplicate("default", "index", Conflict.REJECT, 1));
	}

	@Test
	void rejectedJobNamesTheOwner() {
		JobRequest request = JobRequest.of("send", 1).withUniqueKey(UniqueKey.of("order:42").reject());
		JobId owner = this.jobs.dispatch(request);
		assertThatExceptionOfType(DuplicateJobException.class).isThrownBy(() -> this.jobs.tryDispatch(request))
			.withMessageContaining("'send'")
			.withMessageContaining("'order:42'")
			.withMessageContaining(owner.value())
			.withMessageContaining("keep()")
			.satisfies((ex) -> assertThat(ex.owner()).isEqualTo(owner));
	}

	@Test
	void rejectedJobDoesNotKeepTheOthersOfACallFromBeingStored() {
		JobRequest request = JobRequest.of("send", 1).withUniqueKey(UniqueKey.of("a").reject());
		assertThatExceptionOfType(DuplicateJobException.class)
			.isThrownBy(() -> this.jobs
				.dispatchAll(List.of(JobRequest.of("send", 1), request, request, JobRequest.of("send", 2))))
			.withMessageContaining("3 of the 4 jobs");
		assertThat(waiting()).isEqualTo(3);
	}

	@Test
	void keyOfThePayloadIsEqualForEqualPayloads() {
		JobRequest one = JobRequest.of("send", Map.of("n", 1)).withUniqueKey(UniqueKey.ofPayload());
		JobRequest two = JobRequest.of("send", Map.of("n", 2)).withUniqueKey(UniqueKey.ofPayload());
		assertThat(this.jobs.dispatch(one)).isEqualTo(this.jobs.dispatch(one)).isNotEqualTo(this.jobs.dispatch(two));
	}

	@Test
	void keyOfATaskIsComputedFromItsPayload() {
		JobId first = this.jobs.dispatch(Orders::ship, new Order("42", "a"));
		assertThat(this.jobs.dispatch(Orders::ship, new Order("42", "b"))).isEqualTo(first);
		assertThat(this.jobs.dispatch("orders.ship", Map.of("orderId", "42", "note", "c"))).isEqualTo(first);
		assertThat(this.jobs.dispatch(Orders::ship, new Order("43", "a"))).isNotEqualTo(first);
		assertThat(this.jobs.tryDispatch(JobRequest.of(Orders::ship, new Order("42", "a")).withUniqueKey("other"))
			.outcome()).isEqualTo(Outcome.STORED);
		assertThat(this.store.part(UniqueKeys.class).owner("default", "t:orders.ship:42")).isEqualTo(first);
	}

	@Test
	void keyThatCannotBeComputedNamesTaskAndExpression() {
		assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> this.jobs.dispatch(Orders::ship, new Order(null, "a")))
			.withMessageContaining("'orders.ship'")
			.withMessageContaining("#payload.orderId")
			.withMessageContaining("is null")
			.withMessageContaining("withUniqueKey");
		assertThat(waiting()).isZero();
	}

	@ParameterizedTest
	@ValueSource(classes = { NoExpression.class, OtherVariable.class, CallsCode.class, NamesType.class })
	void expressionThatCannotBeUsedIsRefusedAtStart(Class<?> tasks) {
		assertThatExceptionOfType(InvalidTaskException.class).isThrownBy(() -> dispatcher(this.store, tasks))
			.withMessageContaining(tasks.getSimpleName())
			.withMessageContaining("uniqueKey")
			.withMessageContaining("#payload.orderId");
	}

	@Test
	void badKeysAreRefused() {
		assertRefused(() -> UniqueKey.of(""), "1 to 200 bytes");
		assertRefused(() -> UniqueKey.of("ä".repeat(101)), "202");
		assertRefused(() -> UniqueKey.of("a\nb"), "U+000A at index 1");
		assertRefused(() -> UniqueKey.of("a").forTime(Duration.ZERO), "positive");
		assertRefused(() -> UniqueKey.of("a").untilDone().replace(), "UNTIL_DONE");
		assertRefused(() -> UniqueKey.of("a").replace().forTime(Duration.ofHours(1)), "FOR_TIME");
		assertRefused(() -> UniqueKey.of("a").debounce(Duration.ZERO), "positive");
		assertRefused(
				() -> this.jobs.dispatch(
						JobRequest.of("send", 1).withUniqueKey(UniqueKey.of("a").debounce(Duration.ofMinutes(1)))),
				"after(…)");
	}

	private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable action, String message) {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(action).withMessageContaining(message);
	}

	@Test
	void deferredDispatchCannotSayWhatComesOfItAndIsNotRejected() {
		JobRequest request = JobRequest.of("send", 1).withUniqueKey("a");
		JobId owner = this.jobs.dispatch(request);
		TransactionSynchronizationManager.setActualTransactionActive(true);
		TransactionSynchronizationManager.initSynchronization();
		try {
			DispatchResult result = this.jobs.tryDispatch(request);
			assertThat(result.outcome()).isEqualTo(Outcome.DEFERRED);
			assertThat(result.id()).isNotEqualTo(owner);
			assertRefused(() -> this.jobs.dispatch(JobRequest.of("send", 1).withUniqueKey(UniqueKey.of("a").reject())),
					"after the commit");
			TransactionSynchronizationManager.getSynchronizations().forEach((each) -> each.afterCompletion(0));
		}
		finally {
			TransactionSynchronizationManager.clear();
			TransactionSynchronizationManager.getResourceMap()
				.keySet()
				.forEach(TransactionSynchronizationManager::unbindResourceIfPossible);
		}
		assertThat(waiting()).isEqualTo(1);
	}

	@Test
	void operatorReleasesKeys() {
		JobOperator operator = new StoreJobOperator(this.store, () -> null);
		JobId owner = this.jobs.dispatch(JobRequest.of("send", 1).withUniqueKey("a"));
		JobId other = this.jobs.dispatch(JobRequest.of("send", 1).withUniqueKey(UniqueKey.of("a").inQueue()));
		assertThat(operator.releaseKey("default", "send", "a")).contains(owner);
		assertThat(operator.releaseKey("default", "send", "a")).isEmpty();
		assertThat(operator.releaseKey("default", "a")).contains(other);
	}

	@Test
	void storeWithoutKeysRefusesThem() {
		StoreBackend poor = new ForwardingBackend(this.store) {

			@Override
			public <T> T part(Class<T> type) {
				throw new UnsupportedStorePartException(this, type);
			}

		};
		JobDispatcher dispatcher = dispatcher(poor, Orders.class);
		assertThatExceptionOfType(UnsupportedStorePartException.class)
			.isThrownBy(() -> dispatcher.dispatch(JobRequest.of("send", 1).withUniqueKey("a")))
			.withMessageContaining("UniqueKeys");
		assertThat(waiting()).isZero();
	}

	private long waiting() {
		return this.store.queries().queue("default").size(JobStatus.QUEUED);
	}

	private JobDispatcher dispatcher(StoreBackend store, Class<?> tasks) {
		return dispatcher(store, tasks, JobEvents.NONE);
	}

	private JobDispatcher dispatcher(StoreBackend store, Class<?> tasks, JobEvents events) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(tasks)) {
			TaskRegistry registry = new TaskScanner(context.getBeanFactory(), TaskDefaults.DEFAULT).scan();
			return new StoringJobDispatcher(store, registry, new JacksonJobSerializer(JsonMapper.builder().build()),
					DispatchOptions.DEFAULT, new DispatchHooks(List.of(), events), this.clock);
		}
	}

	record Order(String orderId, String note) {
	}

	static class Orders {

		@JobTask(uniqueKey = "#payload.orderId")
		void ship(Order order) {
		}

	}

	static class NoExpression {

		@JobTask(uniqueKey = "#payload.")
		void run(Order order) {
		}

	}

	static class OtherVariable {

		@JobTask(uniqueKey = "#order.orderId")
		void run(Order order) {
		}

	}

	static class CallsCode {

		@JobTask(uniqueKey = "#payload.hashCode()")
		void run(Order order) {
		}

	}

	static class NamesType {

		@JobTask(uniqueKey = "T(java.lang.Runtime).runtime")
		void run(Order order) {
		}

	}

}
