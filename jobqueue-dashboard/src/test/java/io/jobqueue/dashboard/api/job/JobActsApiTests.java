package io.jobqueue.dashboard.api.job;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobId;
import io.jobqueue.JobOperator;
import io.jobqueue.JobStateException;
import io.jobqueue.autoconfigure.properties.DashboardProperties.Payloads;
import io.jobqueue.dashboard.DashboardAct;
import io.jobqueue.dashboard.audit.Audit;
import io.jobqueue.dashboard.route.BadRequestException;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.dashboard.route.RouteCalls;
import io.jobqueue.management.AuditTrail;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.memory.MemoryStoreBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JobActsApiTests {

	private final List<DashboardAct> acts = new ArrayList<>();

	/** The queue of a job says what happens to it. */
	private final JobOperator operator = RouteCalls.proxy(JobOperator.class, (proxy, method, arguments) -> {
		String id = ((JobId) arguments[0]).value();
		if (id.startsWith("away")) {
			throw new StoreUnavailableException("The store does not answer", null);
		}
		if (id.startsWith("ended")) {
			throw new JobStateException("Job 'ended' has ended");
		}
		return !id.startsWith("gone");
	});

	private final List<Route> routes = new JobActsApi(this.operator, Payloads.SHOWN,
			new Audit(new AuditTrail(new MemoryStoreBackend(InstantSource.system())),
					(event) -> this.acts.add((DashboardAct) event), InstantSource.system()))
		.routes();

	@Test
	void actOnSelectedJobsIsAuditedWithTheirIds() {
		assertThat(requeue("one", "gone", "ended", "two").toString())
			.isEqualTo("{\"changed\":2,\"skipped\":2,\"complete\":true,\"refusal\":\"Job 'ended' has ended\"}");
		assertThat(this.acts).singleElement().satisfies((act) -> {
			assertThat(act.action()).isEqualTo("requeue");
			assertThat(act.target()).isEqualTo("4 of 4 selected jobs: " + ids(", ", "one", "gone", "ended", "two"));
			assertThat(act.count()).isEqualTo(2);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"ids\":[null]}", "{\"ids\":[\"one\",null]}", "{\"ids\":null}", "{\"ids\":[\" \"]}" })
	void selectionWithoutAnIdIsRefused(String body) {
		assertThatThrownBy(() -> RouteCalls.post(this.routes, "/api/selection/requeue", body))
			.isInstanceOfAny(BadRequestException.class, InvalidJobException.class);
		assertThat(this.acts).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"status\":[null]}", "{\"status\":[\"FAILED\"],\"tag\":[null]}",
			"{\"status\":[\"FAILED\"],\"tag\":[\"\\u0000\"]}" })
	void filterWithoutAValueIsRefused(String body) {
		assertThatThrownBy(() -> RouteCalls.post(this.routes, "/api/matching/requeue", body))
			.isInstanceOfAny(BadRequestException.class, InvalidJobException.class);
	}

	@Test
	void actThatFailsHalfWayIsAuditedWithTheJobsThatItReached() {
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> requeue("one", "two", "away", "three"));
		assertThat(this.acts).singleElement().satisfies((act) -> {
			assertThat(act.target()).isEqualTo("3 of 4 selected jobs: " + ids(", ", "one", "two", "away"));
			assertThat(act.count()).isEqualTo(2);
		});
	}

	private Object requeue(String... queues) {
		return RouteCalls.post(this.routes, "/api/selection/requeue",
				"{\"ids\":[\"%s\"]}".formatted(ids("\",\"", queues)));
	}

	/** The ids of a job in each of these queues. */
	private static String ids(String separator, String... queues) {
		return Stream.of(queues).map((queue) -> queue + "-" + "0".repeat(26)).collect(Collectors.joining(separator));
	}

}
