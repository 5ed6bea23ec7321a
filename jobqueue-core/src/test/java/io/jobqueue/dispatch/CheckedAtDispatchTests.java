package io.jobqueue.dispatch;

import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobContext;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobHandler;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.JobRequest;
import io.jobqueue.PayloadException;
import io.jobqueue.TypeReference;
import io.jobqueue.UnknownTaskException;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.management.JobSearch;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.task.settings.TaskDefaults;
import io.jobqueue.testsupport.SettableClock;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CheckedAtDispatchTests {

	private final SettableClock clock = new SettableClock();

	private final StoreBackend store = new MemoryStoreBackend(this.clock);

	private final JobDispatcher jobs = dispatcher(new JacksonJobSerializer());

	@Test
	void payloadsThatCannotBeReadBackAreRefused() {
		assertUnreadable(() -> this.jobs.dispatch("reports.any", Map.of("n", BigInteger.TEN.pow(1000))),
				"'reports.any'", "1001");
		assertUnreadable(() -> this.jobs.dispatch("elsewhere", Map.of("k".repeat(50_001), 1)), "'elsewhere'", "50001");
		assertUnreadable(() -> this.jobs.dispatch("reports.plot", new Hidden(1)), "'reports.plot'",
				Hidden.class.getName());
		assertUnreadable(() -> this.jobs.dispatch("elsewhere", new Inner()), Inner.class.getName(), "{}");
		assertUnreadable(() -> this.jobs.dispatch("reports.open", NoCreator.build(1)), "'reports.open'", "no Creators");
		assertThat(new JobSearch(this.store.queries()).search(JobQuery.all()).jobs()).isEmpty();
	}

	@Test
	void valueThatRefersToItselfIsRefused() {
		List<Object> cycle = new ArrayList<>();
		cycle.add(cycle);
		assertUnreadable(() -> this.jobs.dispatch("elsewhere", cycle), "nesting depth");
	}

	@Test
	void payloadIsWrittenAsItsDeclaredType() {
		JobId id = this.jobs.dispatch(Reports::draw, List.of(new Circle(1)));
		assertThat(info(id).payload()).isEqualTo("[{\"kind\":\"circle\",\"radius\":1}]");
		assertThat(info(this.jobs.dispatch(Drawing.class, List.of(new Circle(1)))).payload()).contains("circle");
	}

	@Test
	void errorNamesTheRequest() {
		List<JobRequest> requests = List.of(JobRequest.of("a", 1), JobRequest.of("reports.count", "text"));
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> this.jobs.dispatchAll(requests))
			.withMessageStartingWith("Request 2 of 2: Task 'reports.count'");
		List<JobRequest> unreadable = List.of(JobRequest.of("a", new Inner()), JobRequest.of("a", 1));
		assertUnreadable(() -> this.jobs.dispatchAll(unreadable), "Request 1 of 2: ");
		List<JobRequest> unknown = List.of(JobRequest.of("a", 1), JobRequest.of(NoTask.class, "a"));
		assertThatExceptionOfType(UnknownTaskException.class).isThrownBy(() -> this.jobs.dispatchAll(unknown))
			.withMessageStartingWith("Request 2 of 2: ");
		assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> this.jobs.dispatchAll(Drawing.class, Arrays.asList(List.<Shape>of(), null)))
			.withMessageStartingWith("Request 2 of 2: Task 'drawing' takes a payload");
		assertThat(new JobSearch(this.store.queries()).search(JobQuery.all()).jobs()).isEmpty();
	}

	@Test
	@SuppressWarnings("NullAway")
	void nullSaysSo() {
		assertInvalid(() -> this.jobs.dispatch((JobRequest) null), "request", "must not be null");
		assertInvalid(() -> this.jobs.dispatch((Class<JobHandler<Void, ?>>) null), "handler class", "must not be null");
		assertInvalid(() -> this.jobs.dispatch((String) null, 1), "name of a task must not be null");
		assertInvalid(() -> this.jobs.dispatchAll((Collection<JobRequest>) null), "requests must not be null");
		assertInvalid(() -> this.jobs.dispatchAll(Drawing.class, null), "payloads must not be null");
		assertInvalid(() -> this.jobs.dispatch(Reports::draw, null), "'reports.draw'", "null", "Shape", "@Nullable");
		assertInvalid(() -> this.jobs.dispatch(Drawing.class, null), "'drawing'", "null", "Shape");
	}

	@Test
	void nullIsTakenWhereItIsDeclared() {
		assertThat(info(this.jobs.dispatch(Reports::optional, null)).payload()).isEqualTo("null");
		assertThat(info(this.jobs.dispatch(MayBe.class, null)).payload()).isEqualTo("null");
		assertThat(info(this.jobs.dispatch("elsewhere", null)).payload()).isEqualTo("null");
	}

	@Test
	void handlerWithoutPayloadIsDispatchedByItsClassAlone() {
		assertThat(info(this.jobs.dispatch(CleanUp.class)).task()).isEqualTo("clean-up");
		assertThat(info(this.jobs.dispatch(JobRequest.of(CleanUp.class).onQueue("q"))).queue()).isEqualTo("q");
	}

	@Test
	void textOfAnotherSerializerThatNoStoreCanHoldIsRefused() {
		JobDispatcher raw = dispatcher(new JobSerializer() {

			@Override
			public String write(@Nullable Object value) {
				return "a\0b";
			}

			@Override
			public @Nullable Object read(String json, Type type) {
				return json;
			}

		});
		assertUnreadable(() -> raw.dispatch("elsewhere", 1), "'elsewhere'", "control character");
	}

	@Test
	void resultIsReadAsAGenericType() {
		JobId id = this.jobs.dispatch("elsewhere", 1);
		ClaimedJob job = this.store.feed()
			.claim(new ClaimRequest("default", "w", 1, java.time.Duration.ofMinutes(1)))
			.jobs()
			.get(0);
		String json = new JacksonJobSerializer().write(List.of(new Circle(1)), new TypeReference<List<Shape>>() {
		}.type());
		this.store.feed().finish("default", "w", List.of(Outcome.success(job, json)));
		StoreJobExplorer explorer = new StoreJobExplorer(this.store, new JacksonJobSerializer());
		assertThat(explorer.result(id, new TypeReference<List<Shape>>() {
		})).contains(List.of(new Circle(1)));
	}

	private void assertUnreadable(ThrowingCallable dispatch, String... parts) {
		assertThatExceptionOfType(PayloadException.class).isThrownBy(dispatch).withMessageContainingAll(parts);
	}

	private void assertInvalid(ThrowingCallable dispatch, String... parts) {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(dispatch).withMessageContainingAll(parts);
	}

	private JobInfo info(JobId id) {
		return this.store.queries().find(List.of(id)).get(id);
	}

	private JobDispatcher dispatcher(JobSerializer serializer) {
		return new StoringJobDispatcher(this.store, tasks(), serializer, DispatchOptions.DEFAULT, DispatchHooks.NONE,
				this.clock);
	}

	private static TaskRegistry tasks() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Reports.class,
				Drawing.class, MayBe.class, CleanUp.class)) {
			return new TaskScanner(context.getBeanFactory(), TaskDefaults.DEFAULT).scan();
		}
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes(@JsonSubTypes.Type(value = Circle.class, name = "circle"))
	interface Shape {

	}

	record Circle(int radius) implements Shape {
	}

	static class Open {

	}

	static final class NoCreator extends Open {

		private final int a;

		private NoCreator(int a, boolean built) {
			this.a = built ? a : 0;
		}

		static NoCreator build(int a) {
			return new NoCreator(a, true);
		}

		public int getA() {
			return this.a;
		}

	}

	@SuppressWarnings("unused")
	static final class Hidden extends Open {

		private final int a;

		Hidden(int a) {
			this.a = a;
		}

	}

	@SuppressWarnings("unused")
	static final class Inner {

		private final int a = 1;

	}

	static class NoTask implements JobHandler<String, Void> {

		@Override
		public @Nullable Void handle(String payload, JobContext job) {
			return null;
		}

	}

	abstract static class Base<T> implements JobHandler<T, T> {

		@Override
		public T handle(T payload, JobContext job) {
			return payload;
		}

	}

	@JobTask
	static class Drawing extends Base<List<Shape>> {

	}

	@JobTask
	static class MayBe implements JobHandler<String, Void> {

		@Override
		public @Nullable Void handle(@Nullable String payload, JobContext job) {
			return null;
		}

	}

	@JobTask
	static class CleanUp implements JobHandler<Void, Void> {

		@Override
		public @Nullable Void handle(Void payload, JobContext job) {
			return null;
		}

	}

	static class Reports {

		@JobTask
		void draw(List<Shape> shapes) {
		}

		@JobTask
		void any(Map<String, Object> any) {
		}

		@JobTask
		void plot(Open open) {
		}

		@JobTask
		void open(NoCreator open) {
		}

		@JobTask
		void optional(@Nullable String text) {
		}

		@JobTask
		void count(int pages) {
		}

	}

}
