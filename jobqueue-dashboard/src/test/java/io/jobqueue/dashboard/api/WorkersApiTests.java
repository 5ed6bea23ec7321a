package io.jobqueue.dashboard.api;

import java.lang.reflect.InvocationHandler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobSchedules;
import io.jobqueue.UnknownWorkerException;
import io.jobqueue.WorkerInfo;
import io.jobqueue.dashboard.answer.AnswerCache;
import io.jobqueue.dashboard.audit.Audit;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.dashboard.route.RouteCalls;
import io.jobqueue.management.AuditTrail;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.management.StoreJobOperator;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.task.TaskRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

class WorkersApiTests {

	private static final String DRAIN = "/api/workers/{worker}/drain";

	private static final String RESUME = "/api/workers/{worker}/resume";

	private final MemoryStoreBackend store = new MemoryStoreBackend(InstantSource.fixed(Instant.EPOCH));

	private final JobExplorer explorer = new StoreJobExplorer(this.store, new JacksonJobSerializer(new JsonMapper()));

	private final AnswerCache answers = new AnswerCache(InstantSource.fixed(Instant.EPOCH));

	private final List<Route> routes = new WorkersApi(
			new DashboardApi.Source(this.explorer, new StoreJobOperator(this.store, () -> {
				throw new IllegalStateException("No schedules");
			}), RouteCalls.proxy(JobSchedules.class, (proxy, method, arguments) -> null),
					RouteCalls.proxy(TaskRegistry.class, (proxy, method, arguments) -> null)),
			new Audit(new AuditTrail(this.store), (event) -> {
			}, InstantSource.fixed(Instant.EPOCH)).then(this.answers::changed), this.answers)
		.routes();

	@BeforeEach
	void register() {
		this.store.feed()
			.renew(new RenewRequest(new WorkerIdentity("w1", "localhost", 1, Instant.EPOCH), Duration.ofHours(1),
					List.of(new RenewRequest.Container("q", 1, Map.of()))));
	}

	@Test
	void workerIsDrainedAndResumed() {
		assertThat(isDraining()).isFalse();
		assertThat(post(DRAIN, "w1")).isEqualTo(1);
		assertThat(isDraining()).isTrue();
		assertThat(post(DRAIN, "w1")).isZero();
		assertThat(post(RESUME, "w1")).isEqualTo(1);
		assertThat(isDraining()).isFalse();
		assertThat(post(RESUME, "w1")).isZero();
		assertThat(this.explorer.audit(null, 10).entries()).extracting("action", "target", "count")
			.containsExactly(tuple("resume", "worker w1", 0L), tuple("resume", "worker w1", 1L),
					tuple("drain", "worker w1", 0L), tuple("drain", "worker w1", 1L));
	}

	@Test
	void unknownWorkerIsNotDrained() {
		assertThatExceptionOfType(UnknownWorkerException.class).isThrownBy(() -> post(DRAIN, "gone"));
		assertThat(this.explorer.audit(null, 10).entries()).isEmpty();
	}

	/** Another release may have stored it. */
	@Test
	void runningJobThatCannotBeReadHidesItselfOnly() {
		JobId whole = JobId.of("q-00000000000000000000000001");
		JobId broken = JobId.of("q-00000000000000000000000002");
		this.store.intake().insert(List.of(new NewJob(whole, "q", "build", "{}")));
		WorkerInfo worker = new WorkerInfo("w1", "localhost", 1, Instant.EPOCH,
				List.of(new WorkerInfo.Container("q", 2, Instant.EPOCH, List.of(broken, whole))));
		JsonNode container = read((proxy, method, arguments) -> {
			if (method.getName().equals("workers")) {
				return List.of(worker);
			}
			Collection<?> ids = (Collection<?>) arguments[0];
			if (ids.contains(broken)) {
				throw new IllegalArgumentException("The job is of another release");
			}
			return this.explorer.findAll(List.of(whole));
		}).at("/0/containers/0");
		assertThat(container.get("runningCount").asInt()).isEqualTo(2);
		assertThat(container.at("/running/0/id").asString()).isEqualTo(whole.value());
	}

	private static JsonNode read(InvocationHandler explorer) {
		return RouteCalls
			.read(new WorkersApi(ApiSource.of(explorer), ApiSource.audit(), new AnswerCache(InstantSource.system()))
				.routes(), "/api/workers");
	}

	private long post(String template, String worker) {
		return RouteCalls.post(this.routes, template, Map.of("worker", worker)).get("changed").asLong();
	}

	private boolean isDraining() {
		return RouteCalls.read(this.routes, "/api/workers").get(0).get("draining").asBoolean();
	}

}
