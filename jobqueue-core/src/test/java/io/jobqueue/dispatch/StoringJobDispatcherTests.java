package io.jobqueue.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.jobqueue.DispatchInterceptor;
import io.jobqueue.InvalidJobException;
import io.jobqueue.JobContext;
import io.jobqueue.JobContextHolder;
import io.jobqueue.JobDispatchException;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobEvent.Dispatched;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQueueException;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.PayloadException;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.event.JobEvents;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.JobIntake;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.error.StoreFullException;
import io.jobqueue.store.error.StoreRefusedException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.task.settings.TaskDefaults;
import io.jobqueue.testsupport.SettableClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.when;

@ExtendWith(OutputCaptureExtension.class)
class StoringJobDispatcherTests {

	private final SettableClock clock = new SettableClock();

	private final StoreBackend store = new MemoryStoreBackend(this.clock);

	private final List<Object> events = new ArrayList<>();

	private final JobDispatcher jobs = dispatcher(this.store);

	@Test
	void jobIsStoredWithAllOfItsRequest() {
		JobId id = this.jobs.dispatch(JobRequest.of(Reports::build, new Report("a", 1))
			.onQueue("critical")
			.withPriority(9)
			.withMaxRetries(10)
			.withTimeout(Duration.ofSeconds(5))
			.withHeader("tenant", "acme")
			.withCorrelationId("c1"));
		JobInfo job = info(id);
		assertThat(id.queue()).contains("critical");
		assertThat(job.task()).isEqualTo("reports.build");
		assertThat(job.payload()).isEqualTo("{\"name\":\"a\",\"pages\":1}");
		assertThat(job.headers()).containsExactly(Map.entry("tenant", "acme"));
		assertThat(List.of(job.priority(), job.maxRetries(), job.timeout(), job.correlationId())).containsExactly(9, 10,
				Duration.ofSeconds(5), "c1");
	}

	@Test
	void jobGoesToTheQueueOfItsTask() {
		assertThat(info(this.jobs.dispatch(Reports::build, new Report("a", 1))).queue()).isEqualTo("reports");
	}

	@Test
	void taskOfAnotherApplicationGoesToTheDefaultQueue() {
		JobInfo job = info(this.jobs.dispatch("elsewhere", List.of(1, 2)));
		assertThat(job.queue()).isEqualTo("default");
		assertThat(job.payload()).isEqualTo("[1,2]");
	}

	@Test
	void aliasIsStoredAsTheCurrentName() {
		assertThat(info(this.jobs.dispatch("old-build", new Report("a", 1))).task()).isEqualTo("reports.build");
	}

	@Test
	void delayedJobIsScheduled() {
		JobId id = this.jobs.dispatch(JobRequest.of("x", null).after(Duration.ofMinutes(5)));
		assertThat(info(id).status()).isEqualTo(JobStatus.SCHEDULED);
		assertThat(info(id).dueAt()).isEqualTo(this.clock.instant().plus(Duration.ofMinutes(5)));
	}

	@Test
	void timesTooFarAheadAreRefused() {
		JobRequest request = JobRequest.of("x", null);
		assertRefused(request.after(Duration.ofDays(366)), "'x'", "after 366d", "more than 365d ahead", "max-delay");
		assertRefused(request.at(this.clock.instant().plus(Duration.ofDays(366))), "'x'", "2031-01-02", "max-delay");
	}

	@Test
	void payloadOfAnotherTypeIsRefused() {
		assertRefused(JobRequest.of("reports.build", "text"), Report.class.getName(), "pass a payload of the declared");
		assertRefused(JobRequest.of("reports.plain", "text"), "'reports.plain' takes no payload", "pass null");
		assertRefused(JobRequest.of("reports.count", null), "int");
	}

	@Test
	void mapsAndBoxedNumbersAreAccepted() {
		this.jobs.dispatch("reports.build", Map.of("name", "a", "pages", 1));
		this.jobs.dispatch("reports.build", JsonMapper.builder().build().createObjectNode().put("pages", 1));
		this.jobs.dispatch("reports.count", 5);
		this.jobs.dispatch("reports.count", 5L);
		assertThat(this.store.queries().queue("reports").size()).isEqualTo(4);
	}

	@Test
	void numberThatDoesNotFitIsRefused() {
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> this.jobs.dispatch("reports.count", Long.MAX_VALUE));
		assertThat(this.store.queries().queue("reports").size()).isZero();
	}

	@Test
	void payloadTooLargeIsRefusedWithItsSize() {
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> this.jobs.dispatch("x", "ä".repeat(150_000)))
			.withMessageContainingAll("'x'", "300,002", "262,144", "jobqueue.payload.max-size");
	}

	@Test
	void largePayloadIsWarnedOfOnceForEachTask(CapturedOutput output) {
		this.jobs.dispatch("large", "a".repeat(40_000));
		this.jobs.dispatch("large", "a".repeat(40_000));
		assertThat(output.getAll().split("payload for task 'large' has 40002 bytes", -1)).hasSize(2);
	}

	@Test
	void oneRefusedRequestKeepsAllFromBeingStored() {
		List<JobRequest> requests = List.of(JobRequest.of("x", 1), JobRequest.of("reports.build", "text"));
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> this.jobs.dispatchAll(requests));
		assertThat(this.store.queries().queues()).isEmpty();
	}

	@Test
	void nullAndBlankAreRefused() {
		assertRefused(JobRequest.of("x", 1).withCorrelationId(" "), "correlation id", "'x'");
		assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> this.jobs.dispatchAll(Arrays.asList(JobRequest.of("x", 1), null)))
			.withMessage("Request 2 of 2 is null");
	}

	@Test
	void idsAreInTheOrderOfTheRequestsAndAscend() {
		List<JobId> ids = this.jobs.dispatchAll(List.of(JobRequest.of("a", 1), JobRequest.of("b", 2)));
		assertThat(ids).isSorted().extracting((id) -> info(id).task()).containsExactly("a", "b");
	}

	@Test
	void interceptorsSeeEachRequestInOrder() {
		JobDispatcher intercepted = dispatcher(this.store, (request) -> request.withHeader("h", "1"),
				(request) -> request.withHeader("h", request.headers().get("h") + "2"));
		assertThat(info(intercepted.dispatch("x", 1)).headers()).containsEntry("h", "12");
	}

	@Test
	void jobInheritsTheCorrelationIdOfTheRunningOne() {
		JobContext running = mock(JobContext.class);
		when(running.correlationId()).thenReturn("c7");
		when(running.id()).thenReturn(JobId.of("q-1"));
		try (JobContextHolder.Binding binding = JobContextHolder.bind(running)) {
			assertThat(binding).isNotNull();
			assertThat(info(this.jobs.dispatch("x", 1)).correlationId()).isEqualTo("c7");
		}
		assertThat(info(this.jobs.dispatch("x", 1)).correlationId()).isNull();
	}

	@Test
	void listenersAreCalledWithWhatWasStored() {
		this.jobs.dispatchAll(List.of(JobRequest.of("a", 1), JobRequest.of("b", 1), JobRequest.of("a", 1)));
		assertThat(this.events).containsExactly(new Dispatched("default", "a", 2), new Dispatched("default", "b", 1));
	}

	@Test
	void fullStoreIsNamedWithWhatItTook() {
		StoreBackend full = spy(this.store);
		JobIntake inner = mock(JobIntake.class);
		when(full.intake()).thenReturn(inner);
		when(inner.insert(any(), any())).thenAnswer((call) -> {
			this.store.intake().insert(call.<List<io.jobqueue.store.job.NewJob>>getArgument(0).subList(0, 1));
			throw new StoreFullException("no room", null);
		});
		assertThatExceptionOfType(JobDispatchException.class)
			.isThrownBy(() -> dispatcher(full).dispatchAll(List.of(JobRequest.of("a", 1), JobRequest.of("b", 1))))
			.withMessageContainingAll("of the 2 jobs", "took 1 [default-", "no room");
	}

	@Test
	void storeThatIsAwayIsNamed() {
		StoreBackend away = spy(this.store);
		JobIntake inner = mock(JobIntake.class);
		when(away.intake()).thenReturn(inner);
		when(inner.insert(any(), any())).thenThrow(new StoreUnavailableException("no answer", null));
		assertThatExceptionOfType(JobDispatchException.class).isThrownBy(() -> dispatcher(away).dispatch("a", 1))
			.withMessageContainingAll("not known", "'a'", "no answer");
	}

	@Test
	void storeThatWasNotReachedTookNothing() {
		StoreBackend away = spy(this.store);
		JobIntake inner = mock(JobIntake.class);
		when(away.intake()).thenReturn(inner);
		when(inner.insert(any(), any())).thenThrow(new StoreUnavailableException("no connection", null, true));
		assertThatExceptionOfType(JobDispatchException.class).isThrownBy(() -> dispatcher(away).dispatch("a", 1))
			.withMessageContainingAll("did not take", "'a'", "no connection")
			.withMessageNotContaining("not known");
	}

	@Test
	void anyErrorOfTheStoreIsOneOfTheDispatch() {
		StoreBackend broken = spy(this.store);
		JobIntake inner = mock(JobIntake.class);
		when(broken.intake()).thenReturn(inner);
		when(inner.insert(any(), any())).thenThrow(new StoreRefusedException("too large", null));
		assertThatExceptionOfType(JobDispatchException.class).isThrownBy(() -> dispatcher(broken).dispatch("a", 1))
			.withMessageContainingAll("refuses", "took none", "'a'", "too large");
	}

	@Test
	void refusalIsNamedAlsoIfTheStoreFailsToSayWhatItTook() {
		StoreBackend broken = spy(this.store);
		JobIntake inner = mock(JobIntake.class);
		when(broken.intake()).thenReturn(inner);
		when(broken.queries()).thenThrow(new JobQueueException("cannot be read"));
		when(inner.insert(any(), any())).thenThrow(new StoreRefusedException("too large", null));
		assertThatExceptionOfType(JobDispatchException.class)
			.isThrownBy(() -> dispatcher(broken).dispatchAll(List.of(JobRequest.of("a", 1), JobRequest.of("b", 1))))
			.withMessageContainingAll("refuses", "not known how many", "too large");
	}

	@Test
	void headersAreBoundedTogether() {
		assertRefused(JobRequest.of("a", 1).withHeader("x", "y".repeat(40_000)).withHeader("z", "y".repeat(40_000)),
				"headers", "'a'", "80,002", "65,536");
	}

	@Test
	void correlationIdIsBounded() {
		assertRefused(JobRequest.of("a", 1).withCorrelationId("c".repeat(501)), "500", "'a'", "501");
	}

	private void assertRefused(JobRequest request, String... parts) {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> this.jobs.dispatch(request))
			.withMessageContainingAll(parts);
	}

	private JobInfo info(JobId id) {
		return this.store.queries().find(List.of(id)).get(id);
	}

	private JobDispatcher dispatcher(StoreBackend store, DispatchInterceptor... interceptors) {
		return new StoringJobDispatcher(store, tasks(), new JacksonJobSerializer(JsonMapper.builder().build()),
				DispatchOptions.DEFAULT,
				new DispatchHooks(List.of(interceptors), new JobEvents(List.of(this.events::add))), this.clock);
	}

	private static TaskRegistry tasks() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Reports.class)) {
			return new TaskScanner(context.getBeanFactory(), TaskDefaults.DEFAULT).scan();
		}
	}

	record Report(String name, int pages) {
	}

	static class Reports {

		@JobTask(queue = "reports", aliases = "old-build")
		void build(Report report) {
		}

		@JobTask(queue = "reports")
		void plain() {
		}

		@JobTask(queue = "reports")
		void count(int pages) {
		}

	}

}
