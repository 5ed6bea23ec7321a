package io.jobqueue.autoconfigure.actuate;

import java.time.Duration;
import java.util.List;

import io.jobqueue.JobRequest;
import io.jobqueue.JobSchedule.Definition;
import io.jobqueue.JobSchedules;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.store.schedule.StoredSchedule;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** What the endpoint and the health of an application show of schedules. */
class ScheduleOperationsTests {

	private final ApplicationContextRunner runner = Contexts.inMemory()
		.withBean(Reports.class)
		.withPropertyValues("management.endpoints.web.exposure.include=jobqueue");

	@Test
	void endpointShowsSchedulesWithoutTheirPayload() {
		this.runner.run((context) -> {
			JobSchedules schedules = context.getBean(JobSchedules.class);
			schedules.put(Definition.of("daily", JobRequest.of("reports.build", "secret")).withCron("0 0 2 * * *"));
			schedules.put(Definition.of("often", JobRequest.of("reports.build", "secret"))
				.withEvery(Duration.ofMinutes(90))
				.withPaused(true));
			schedules.trigger("daily");
			List<JobQueueEndpoint.ScheduleDescriptor> shown = context.getBean(JobQueueEndpoint.class)
				.overview()
				.schedules();
			assertThat(shown).hasSize(2);
			JobQueueEndpoint.ScheduleDescriptor daily = shown.get(0);
			assertThat(daily.name()).isEqualTo("daily");
			assertThat(daily.task()).isEqualTo("reports.build");
			assertThat(daily.cron()).isEqualTo("0 0 2 * * *");
			assertThat(daily.everySeconds()).isNull();
			assertThat(daily.zone()).isEqualTo("UTC");
			assertThat(daily.origin()).isEqualTo("RUNTIME");
			assertThat(daily.state()).isEqualTo("ACTIVE");
			assertThat(daily.next()).contains("T02:00:00Z");
			assertThat(daily.last()).isNotNull();
			assertThat(daily.last().outcome()).isEqualTo("FIRED");
			assertThat(shown.get(1).everySeconds()).isEqualTo(5400.0);
			assertThat(shown.get(1).state()).isEqualTo("PAUSED");
			assertThat(shown.get(1).next()).isNull();
			assertThat(shown.toString()).doesNotContain("secret");
		});
	}

	/** Another release wrote the definition, and this one cannot read it. */
	@Test
	void healthShowsOverdueSchedules() {
		this.runner.run((context) -> {
			StoreBackend store = context.getBean(StoreBackend.class);
			JobQueueHealthIndicator health = context.getBean(JobQueueHealthIndicator.class);
			assertThat(health.health().getDetails()).doesNotContainKey("overdueSchedules");
			store.part(ScheduleStore.class)
				.write(new StoredSchedule("strange", "default", 1, store.queries().now().minusSeconds(120), null, null,
						null, "", "unreadable", "", null, List.of()), 0, false);
			Awaitility.await()
				.untilAsserted(() -> assertThat(health.health().getDetails().get("overdueSchedules")).asString()
					.matches("\\{strange=1[2-9]\\ds\\}"));
		});
	}

	static class Reports {

		@JobTask
		void build(String which) {
		}

	}

}
