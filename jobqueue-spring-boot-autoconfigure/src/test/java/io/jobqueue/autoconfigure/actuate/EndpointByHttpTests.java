package io.jobqueue.autoconfigure.actuate;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import io.jobqueue.FlowId;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobOperator;
import io.jobqueue.JobRequest;
import io.jobqueue.JobSchedule.Definition;
import io.jobqueue.JobSchedules;
import io.jobqueue.Limit;
import io.jobqueue.Rate;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.LocalHttp;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** Schedules, limits and unique keys of an application as operators see them by HTTP. */
class EndpointByHttpTests {

	private static ConfigurableApplicationContext context;

	private static JobSchedules schedules;

	@BeforeAll
	static void start() {
		context = new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "server.address=127.0.0.1", "jobqueue.store=memory",
					"jobqueue.metrics.sample-interval=100ms",
					"management.endpoints.web.exposure.include=health,prometheus,jobqueue",
					"management.endpoint.health.show-details=always")
			.run();
		schedules = context.getBean(JobSchedules.class);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	void schedulesAreOperated() throws Exception {
		schedules.put(Definition.of("daily", JobRequest.of("letter", "Grace")).withCron("@daily").withPaused(true));
		String path = "schedules/daily";
		assertThat(get(path).body()).contains("\"state\":\"PAUSED\"").doesNotContain("Grace");
		assertThat(act(path, "resume").body()).contains("\"state\":\"ACTIVE\"");
		assertThat(act(path, "trigger").body()).contains("\"outcome\":\"FIRED\"");
		Awaitility.await()
			.untilAsserted(() -> assertThat(get(path).body()).contains("\"jobStatus\":\"SUCCESS\"")
				.containsPattern("\"jobSeconds\":[0-9.]+"));
		assertThat(act(path, "pause").body()).contains("\"state\":\"PAUSED\"");
		assertThat(audited("schedule daily")).containsExactly("anonymous: pause", "anonymous: trigger",
				"anonymous: resume");
	}

	@Test
	void actsOnQueuesAreKept() throws Exception {
		context.getBean(JobDispatcher.class).dispatch(JobRequest.of("letter", "Ada").onQueue("held"));
		assertThat(act("held", "Pause").statusCode()).isEqualTo(200);
		assertThat(act("held", "drop").statusCode()).isEqualTo(400);
		assertThat(audited("queue held")).containsExactly("anonymous: pause");
	}

	private static List<String> audited(String target) {
		return context.getBean(JobExplorer.class)
			.audit(null, 100)
			.entries()
			.stream()
			.filter((entry) -> entry.target().equals(target))
			.map((entry) -> entry.user() + ": " + entry.action())
			.toList();
	}

	@Test
	void triggerWhileThePreviousJobHasNotEndedIsAConflict() throws Exception {
		schedules.put(Definition.of("stuck", JobRequest.of("letter", "Grace").onQueue("unserved")).withCron("@daily"));
		assertThat(act("schedules/stuck", "trigger").statusCode()).isEqualTo(200);
		HttpResponse<String> again = act("schedules/stuck", "trigger");
		assertThat(again.statusCode()).isEqualTo(409);
		assertThat(again.body()).contains("has not ended", "ALLOW");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "schedules/absent | pause | 404 | There is no schedule 'absent'",
					"schedules/daily-report | drop | 400 | use 'pause', 'resume' or 'trigger'",
					"schedules/no%20name | pause | 400 | 'no name' is no name for a schedule",
					"limits/letters | pause | 404 | Actions are for '<queue>' and 'schedules/<name>'" })
	void badActionIsRefusedWithItsReason(String path, String action, int status, String reason) throws Exception {
		schedules.put(Definition.of("daily-report", JobRequest.of("letter", "Grace")).withCron("@daily"));
		HttpResponse<String> response = act(path, action);
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.body()).contains(reason);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "schedules/absent | 404 | There is no schedule 'absent'",
					"schedule/daily | 404 | use 'schedules/<name>'", "jobs/letters-none | 404 | There is no job",
					"flows/flow-none | 404 | There is no flow 'flow-none'", "flows/NONE | 400 | A flow id has",
					"limits/no%20queue | 400 | 'no queue' is no name for a queue" })
	void badPathIsRefusedWithItsReason(String path, int status, String reason) throws Exception {
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.body()).contains(reason);
	}

	@Test
	void limitsAreShownAndAreMeters() throws Exception {
		JobOperator operator = context.getBean(JobOperator.class);
		operator.limit("letters", "tenant", new Limit(0, Rate.of("60/1m")));
		operator.limit("letters", "tenant=acme", Limit.ofMaxRunning(0));
		JobRequest request = JobRequest.of("letter", "Ada")
			.withLimitKey("tenant", "acme")
			.withUniqueKey("letter of Ada");
		JobId job = context.getBean(JobDispatcher.class).dispatch(request);
		assertThat(context.getBean(JobDispatcher.class).dispatch(request)).isEqualTo(job);
		assertThat(get("limits/letters").body()).contains("\"order\":\"FIFO\"")
			.contains("\"name\":\"tenant\",\"maxRunning\":0,\"rate\":\"60/1m\",\"byOperator\":true");
		assertThat(get("jobs/" + job).body()).contains("\"reason\":\"LIMIT_FULL\"")
			.contains("\"limit\":\"tenant=acme\"")
			.contains("0 jobs of 'tenant=acme' run, and at most 0 may")
			.doesNotContain("Ada");
		Awaitility.await()
			.untilAsserted(() -> assertThat(meters())
				.contains("jobqueue_limit_max{limit=\"tenant\",queue=\"letters\"} 0.0")
				.contains("jobqueue_limit_rate{limit=\"tenant\",queue=\"letters\"} 1.0")
				.contains("jobqueue_limit_running{limit=\"tenant\",queue=\"letters\"} 0.0")
				.contains("jobqueue_limit_full{limit=\"tenant\",queue=\"letters\"} 2.0")
				.contains("jobqueue_limit_delayed{limit=\"tenant\",queue=\"letters\"} 0.0")
				.contains("jobqueue_unique_duplicates_total{outcome=\"kept\",queue=\"letters\",task=\"letter\"} 1.0"));
	}

	@Test
	void flowAndTheFlowOfAJobAreShown() throws Exception {
		FlowId flow = context.getBean(JobDispatcher.class)
			.batch(List.of(JobRequest.of("letter", "Ada").onQueue("mailbox")))
			.then(JobRequest.of("letter", "Grace").onQueue("mailbox"))
			.named("import")
			.dispatch();
		JobId job = context.getBean(JobExplorer.class).members(flow, 0, 1).get(0).job();
		assertThat(get("flows/" + flow).body())
			.contains("\"id\":\"%s\",\"name\":\"import\",\"status\":\"RUNNING\",\"stage\":1,\"stages\":2,\"jobs\":1,"
				.formatted(flow))
			.contains("\"endedAt\":null,\"followers\":[]")
			.doesNotContain("Ada");
		assertThat(get("jobs/" + job).body()).contains("\"flow\":\"%s\"".formatted(flow));
	}

	@Test
	void ticksOfSchedulesAreMeters() {
		schedules.put(Definition.of("often", JobRequest.of("letter", "Grace")).withEvery(Duration.ofMillis(100)));
		Awaitility.await()
			.untilAsserted(() -> assertThat(meters())
				.containsPattern(
						"jobqueue_schedule_ticks_total\\{outcome=\"fired\",queue=\"letters\",task=\"letter\"\\} [1-9]")
				.containsPattern("jobqueue_schedule_late_seconds_count\\{queue=\"letters\",task=\"letter\"\\} [1-9]"));
		schedules.remove("often");
	}

	@Test
	void workerThatDrainsIsShown() {
		JobExplorer explorer = context.getBean(JobExplorer.class);
		JobOperator operator = context.getBean(JobOperator.class);
		Awaitility.await().until(() -> !explorer.workers().isEmpty());
		String worker = explorer.workers().get(0).id();
		assertThat(operator.drainWorker(worker)).isTrue();
		awaitOverview("\"draining\":true");
		assertThat(operator.resumeWorker(worker)).isTrue();
		awaitOverview("\"draining\":false");
	}

	private static void awaitOverview(String text) {
		Awaitility.await().untilAsserted(() -> assertThat(request("/actuator/jobqueue").body()).contains(text));
	}

	@Test
	void limitedTaskInSeveralQueuesIsADetailOfHealth() throws Exception {
		context.getBean(JobDispatcher.class).dispatch(JobRequest.of("stamp", null).onQueue("other"));
		assertThat(request("/actuator/health/jobqueue").body())
			.contains("\"limitedTasksInSeveralQueues\":{\"stamp\":[\"letters\",\"other\"]}");
	}

	private static String meters() throws IOException, InterruptedException {
		return request("/actuator/prometheus").body();
	}

	private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return request("/actuator/jobqueue/" + path);
	}

	private static HttpResponse<String> request(String path) throws IOException, InterruptedException {
		return new LocalHttp(context).get(path);
	}

	private static HttpResponse<String> act(String path, String action) throws IOException, InterruptedException {
		return new LocalHttp(context).post("/actuator/jobqueue/" + path, "{\"action\":\"" + action + "\"}");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Letters letters() {
			return new Letters();
		}

	}

	static class Letters {

		@JobTask(queue = "letters", name = "letter")
		void send(String to) {
		}

		@JobTask(queue = "letters", name = "stamp", maxRunning = 1)
		void stamp() {
		}

	}

}
