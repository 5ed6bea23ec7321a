package io.jobqueue.schedule;

import io.jobqueue.serialization.PayloadMask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.jobqueue.JobContext;
import io.jobqueue.JobEvent;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.JobQueueException;
import io.jobqueue.JobRequest;
import io.jobqueue.JobSchedule;
import io.jobqueue.JobSchedule.Definition;
import io.jobqueue.JobSchedule.Origin;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.dispatch.DispatchOptions;
import io.jobqueue.dispatch.JobPreparation;
import io.jobqueue.dispatch.PayloadWriter;
import io.jobqueue.event.JobEvents;
import io.jobqueue.management.JobSearch;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.task.settings.TaskDefaults;
import io.jobqueue.testsupport.SettableClock;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A store in memory with a clock that tests set, and an application with tasks.
 */
abstract class ScheduleScene {

	static final String QUEUE = "default";

	static final Duration MINUTE = Duration.ofMinutes(1);

	final SettableClock clock = new SettableClock();

	final Instant start = this.clock.instant();

	final StoreBackend store = new MemoryStoreBackend(this.clock);

	final List<JobEvent> events = new CopyOnWriteArrayList<>();

	final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Reports.class);

	final TaskRegistry tasks = new TaskScanner(this.context.getBeanFactory(), TaskDefaults.DEFAULT).scan();

	final StoreJobSchedules schedules = schedules(this.store);

	@AfterEach
	void close() {
		this.context.close();
	}

	StoreJobSchedules schedules(StoreBackend store) {
		JobPreparation preparation = new JobPreparation(this.tasks,
				new PayloadWriter(new JacksonJobSerializer(), DispatchOptions.DEFAULT), List.of(),
				DispatchOptions.DEFAULT.maxDelay(), this.clock);
		return new StoreJobSchedules(store, preparation, new JobEvents(List.of(this.events::add)), this.clock,
				PayloadMask.of(new JacksonJobSerializer()));
	}

	/** A worker that declares schedules in code. */
	ScheduleTimer worker(Definition... definitions) {
		return new ScheduleTimer(this.store, schedules(this.store),
				List.of(definitions).stream().map((each) -> new DeclaredSchedule(each, Origin.CODE)).toList(),
				() -> List.of(QUEUE), () -> null);
	}

	static Definition definition(String name) {
		return Definition.of(name, JobRequest.of("reports.build", "all")).withEvery(MINUTE);
	}

	static void assertRefused(ThrowingCallable call, String... parts) {
		assertThatExceptionOfType(JobQueueException.class).isThrownBy(call)
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(parts));
	}

	static void run(ScheduleTimer worker) {
		while (worker.runOnce().isZero()) {
			// More may be due.
		}
	}

	List<JobInfo> jobs() {
		return new JobSearch(this.store.queries()).search(JobQuery.all().withLimit(1000)).jobs();
	}

	List<String> ticks() {
		return jobs().stream().map((job) -> job.headers().get(JobSchedule.TICK_HEADER)).sorted().toList();
	}

	JobSchedule find(String name) {
		JobSchedule found = this.schedules.find(name);
		if (found == null) {
			throw new AssertionError("There is no schedule " + name);
		}
		return found;
	}

	static class Reports {

		@JobTask
		void build(String which, JobContext job) {
		}

	}

}
