package io.jobqueue.dashboard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.jobqueue.FlowId;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobOperator;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatistics;
import io.jobqueue.StatisticsQuery;
import io.jobqueue.dashboard.api.DashboardApi;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.management.AuditTrail;
import io.jobqueue.statistics.StatisticsDuty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.WebApplicationType;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Compares the description of the API with its routes, and with what they answer. */
class OpenApiTests {

	private static DashboardServer server;

	private static JobId failed;

	private static FlowId flow;

	@BeforeAll
	static void start() {
		server = DashboardServer.start(WebApplicationType.SERVLET, List.of(), "jobqueue.dashboard.anonymous=operate");
		server.bean(AuditTrail.class).record("ada", "pause", "queue emails", 1);
		failed = server.bean(JobDispatcher.class).dispatch(JobRequest.of("fail", "x").withTag("billing"));
		JobExplorer explorer = server.bean(JobExplorer.class);
		flow = server.bean(JobDispatcher.class)
			.batch(List.of(JobRequest.of("fail", "x").onQueue("flows")))
			.onComplete(JobRequest.of("succeed", "x").onQueue("flows"))
			.dispatch();
		server.bean(JobOperator.class).cancel(flow);
		explorer.await(failed, Duration.ofSeconds(30));
		explorer.await(server.bean(JobDispatcher.class).dispatch("succeed", "x"), Duration.ofSeconds(30));
		await().until(() -> {
			server.bean(StatisticsDuty.class).run();
			JobStatistics.Point total = explorer.statistics(StatisticsQuery.last(Duration.ofHours(1))).total();
			return total.failed() > 0 && total.succeeded() > 0;
		});
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void everyRouteIsDescribed() {
		JsonNode paths = description().get("paths");
		List<String> described = new ArrayList<>();
		paths.properties()
			.forEach((path) -> path.getValue()
				.propertyNames()
				.forEach((method) -> described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
		assertThat(described).containsExactlyInAnyOrderElementsOf(server.bean(DashboardApi.class)
			.routes()
			.stream()
			.map((route) -> route.method() + " " + route.template())
			.toList());
		assertThat(paths.at("/~1api~1jobs/get/parameters")).extracting((parameter) -> parameter.get("name").asString())
			.containsExactly("queue", "status", "task", "error", "tag", "text", "from", "until", "limit", "after");
		assertThat(paths.at("/~1api~1queues~1{queue}~1purge/post/requestBody/required").asBoolean()).isTrue();
	}

	@Test
	void answersHaveTheDescribedProperties() {
		JsonNode description = description();
		List<Route> reads = server.bean(DashboardApi.class)
			.routes()
			.stream()
			.filter((route) -> route.method().equals(HttpMethod.GET) && route.content().response() != null)
			.toList();
		assertThat(reads).hasSizeGreaterThan(8).allSatisfy((route) -> {
			JsonNode answer = server.read(null,
					"/jobqueue" + route.template().replace("{id}", failed.value()).replace("{flow}", flow.value()));
			JsonNode schema = description.get("paths")
				.get(route.template())
				.at("/get/responses/200/content/application~1json/schema");
			if (route.template().equals("/api/audit")) {
				assertThat(answer.get("entries")).isNotEmpty();
			}
			if (route.template().equals("/api/jobs/{id}/log")) {
				assertThat(answer.get("lines")).isNotEmpty();
			}
			if (route.template().equals("/api/jobs/{id}/steps")) {
				assertThat(answer.get("steps")).isNotEmpty();
			}
			if (route.template().startsWith("/api/flows")) {
				assertThat(List.of(answer.path("flows"), answer.path("followers"), answer.path("members")))
					.anySatisfy((list) -> assertThat(list).isNotEmpty());
			}
			if (route.content().list()) {
				assertThat(answer).as(route.template()).isNotEmpty();
			}
			check(answer, schema, description);
		});
	}

	@Test
	void statisticsHaveAPointForEachStep() {
		JsonNode hour = server.read(null, "/jobqueue/api/statistics?period=1h&queue=payments&task=fail");
		assertThat(hour.propertyNames()).containsExactly("from", "to", "step", "failureRate", "points");
		assertThat(hour.get("step").asLong()).isEqualTo(60);
		assertThat(hour.get("points")).hasSize(60).last().satisfies((point) -> {
			assertThat(point.propertyNames()).containsExactly("at", "succeeded", "failed", "retried", "wait", "run");
			assertThat(point.get("wait").propertyNames()).containsExactly("p50", "p95", "p99");
		});
		assertThat(server.read(null, "/jobqueue/api/statistics?period=72h").get("points")).hasSize(432);
		assertThat(server.get(null, "/jobqueue/api/statistics?period=2h").statusCode()).isEqualTo(400);
		assertThat(server.get(null, "/jobqueue/api/statistics?queue=a%20b").statusCode()).isEqualTo(400);
	}

	/** One job failed in the queue 'payments', and one succeeded in 'emails'. */
	@ParameterizedTest
	@CsvSource({ "'',1,1", "queue=payments,0,1", "queue=emails,1,0", "task=fail,0,1", "task=succeed,1,0",
			"queue=payments&task=fail,0,1", "queue=payments&task=succeed,0,0", "queue=none,0,0", "task=none,0,0" })
	void statisticsAreThoseOfTheQueueAndTheTask(String filter, long succeeded, long failed) {
		JsonNode points = server.read(null, "/jobqueue/api/statistics?period=1h&" + filter).get("points");
		assertThat(sum(points, "succeeded")).isEqualTo(succeeded);
		assertThat(sum(points, "failed")).isEqualTo(failed);
	}

	private static long sum(JsonNode points, String name) {
		return points.findValues(name).stream().mapToLong(JsonNode::asLong).sum();
	}

	@Test
	void tasksHaveTheirStatistics() {
		JsonNode tasks = server.read(null, "/jobqueue/api/tasks?period=72h");
		JsonNode task = tasks.get(0);
		assertThat(task.get("name").asString()).isEqualTo("fail");
		assertThat(task.get("count").asLong()).isEqualTo(1);
		assertThat(task.get("failureRate").asDouble()).isEqualTo(1);
		assertThat(task.get("run").get("p99").isNumber()).isTrue();
		assertThat(task.get("trend")).hasSize(72);
		assertThat(tasks.get(1).get("failureRate").asDouble()).isZero();
	}

	private static void check(JsonNode value, JsonNode schema, JsonNode description) {
		if (schema.has("anyOf")) {
			if (!value.isNull()) {
				check(value, schema.at("/anyOf/0"), description);
			}
		}
		else if (schema.has("$ref")) {
			check(value, description.at(schema.get("$ref").asString().substring(1)), description);
		}
		else if (schema.has("properties")) {
			assertThat(value.propertyNames())
				.containsExactlyInAnyOrderElementsOf(schema.get("properties").propertyNames());
			schema.get("properties")
				.properties()
				.forEach((each) -> check(value.get(each.getKey()), each.getValue(), description));
		}
		else if (schema.get("type").asString().equals("array")) {
			assertThat(value.isArray()).isTrue();
			value.forEach((element) -> check(element, schema.get("items"), description));
		}
		else {
			assertThat(kind(value)).isIn(schema.get("type").asString(), "integer".equals(kind(value)) ? "number" : "");
		}
	}

	private static String kind(JsonNode value) {
		if (value.isString()) {
			return "string";
		}
		if (value.isBoolean()) {
			return "boolean";
		}
		return value.isObject() ? "object" : value.isIntegralNumber() ? "integer" : "number";
	}

	private static JsonNode description() {
		return server.read(null, "/jobqueue/api/openapi.json");
	}

}
