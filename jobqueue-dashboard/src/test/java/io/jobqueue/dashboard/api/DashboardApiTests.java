package io.jobqueue.dashboard.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobSchedules;
import io.jobqueue.JobStatus;
import io.jobqueue.autoconfigure.properties.DashboardProperties;
import io.jobqueue.dashboard.audit.Audit;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.dashboard.route.RouteCalls;
import io.jobqueue.management.AuditTrail;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.management.StoreJobOperator;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.task.TaskRegistry;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class DashboardApiTests {

	/** No second goes by. */
	private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

	private final MemoryStoreBackend store = new MemoryStoreBackend(CLOCK);

	private final List<Route> routes = new DashboardApi(source(),
			new DashboardProperties(true, "/jobqueue", DashboardProperties.Anonymous.NONE, false,
					DashboardProperties.Payloads.SHOWN, new DashboardProperties.Authorities("V", "O", "A")),
			new Audit(new AuditTrail(this.store), (event) -> {
			}, CLOCK), CLOCK)
		.routes();

	private DashboardApi.Source source() {
		return new DashboardApi.Source(new StoreJobExplorer(this.store, new JacksonJobSerializer(new JsonMapper())),
				new StoreJobOperator(this.store, () -> {
					throw new IllegalStateException("No schedules");
				}), RouteCalls.proxy(JobSchedules.class, (proxy, method, arguments) -> List.of()),
				RouteCalls.proxy(TaskRegistry.class, (proxy, method, arguments) -> List.of()));
	}

	@Test
	void viewsOfJobsShowAnActAtOnce() {
		fail("one");
		assertThat(failedJobs()).containsExactly(1, 1, 1, 1, 1);
		RouteCalls.post(this.routes, "/api/jobs/{id}/requeue", Map.of("id", "one"));
		assertThat(failedJobs()).containsExactly(0, 0, 0, 0, 0);
	}

	/** As two lists, the failures, queues and overview show them. */
	private List<Integer> failedJobs() {
		return List.of(jobs(Map.of("status", "FAILED")), jobs(Map.of("status", "FAILED", "task", "task")),
				RouteCalls.read(this.routes, "/api/failures").size(),
				RouteCalls.read(this.routes, "/api/queues").at("/0/sizes/FAILED").asInt(),
				RouteCalls.read(this.routes, "/api/overview").at("/sizes/FAILED").asInt());
	}

	private int jobs(Map<String, String> filter) {
		return RouteCalls.read(this.routes, "/api/jobs", Map.of(), filter).get("jobs").size();
	}

	private void fail(String id) {
		this.store.intake().insert(List.of(new NewJob(JobId.of(id), "q", "task", "1")));
		ClaimedJob job = this.store.feed().claim(new ClaimRequest("q", "w", 1, Duration.ofMinutes(1))).jobs().get(0);
		this.store.feed()
			.finish("q", "w", List.of(Outcome.end(job, JobStatus.FAILED, new JobError("an.Error", null, null))));
	}

}
