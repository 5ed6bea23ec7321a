package io.jobqueue.dashboard.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobSchedule;
import io.jobqueue.Misfire;
import io.jobqueue.Overlap;
import io.jobqueue.dashboard.answer.AnswerCache;
import io.jobqueue.dashboard.route.RouteCalls;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.MemoryStoreBackend;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SchedulesApiTests {

	private static final JobId WHOLE = JobId.of("reports-00000000000000000000000001");

	private static final JobId BROKEN = JobId.of("reports-00000000000000000000000002");

	private final MemoryStoreBackend store = new MemoryStoreBackend(InstantSource.system());

	@Test
	void jobThatCannotBeReadHidesTheEndsOfItsScheduleOnly() {
		this.store.intake().insert(List.of(new NewJob(WHOLE, "reports", "build", "{}")));
		JsonNode schedules = read(new IllegalArgumentException("The job is of another release"));
		assertThat(schedules).extracting((schedule) -> schedule.get("name").asString())
			.containsExactly("broken", "whole");
		assertThat(schedules.at("/0/runs/0/status").isNull()).isTrue();
		assertThat(schedules.at("/1/runs/0/status").asString()).isEqualTo("QUEUED");
	}

	@Test
	void storeThatDoesNotAnswerIsReported() {
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> read(new StoreUnavailableException("The store does not answer", null)));
	}

	private JsonNode read(RuntimeException failure) {
		JobExplorer stored = new StoreJobExplorer(this.store, new JacksonJobSerializer(new JsonMapper()));
		DashboardApi.Source source = ApiSource.of((proxy, method, arguments) -> {
			Collection<JobId> ids = ids(arguments[0]);
			if (ids.contains(BROKEN)) {
				throw failure;
			}
			return stored.findAll(ids);
		}, (proxy, method, arguments) -> List.of(schedule("broken", BROKEN), schedule("whole", WHOLE)));
		return RouteCalls.read(
				new SchedulesApi(source, ApiSource.audit(), new AnswerCache(InstantSource.system())).routes(),
				"/api/schedules");
	}

	@SuppressWarnings("unchecked")
	private static Collection<JobId> ids(Object argument) {
		return (Collection<JobId>) argument;
	}

	private static JobSchedule schedule(String name, JobId job) {
		return new JobSchedule(name, "build", "reports", "{}", "0 0 3 * * *", null, ZoneId.of("UTC"), Misfire.ONCE, 1,
				Overlap.SKIP, Duration.ZERO, JobSchedule.Origin.RUNTIME, JobSchedule.State.ACTIVE, null,
				List.of(new JobSchedule.Run(Instant.EPOCH, Instant.EPOCH, JobSchedule.Outcome.FIRED, job)));
	}

}
