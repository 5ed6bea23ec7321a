package io.jobqueue.autoconfigure;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.testsupport.TestRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole application on a real Redis, seen by HTTP.
 */
@Tag("process")
class OperationsOnRedisTests {

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		context = new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "server.address=127.0.0.1",
					"spring.data.redis.host=" + TestRedis.shared().host(),
					"spring.data.redis.port=" + TestRedis.shared().port(),
					"jobqueue.namespace=" + TestRedis.namespace(), "jobqueue.metrics.sample-interval=100ms",
					"management.endpoints.web.exposure.include=health,prometheus,jobqueue",
					"management.endpoint.health.show-details=always")
			.run();
		context.getBean(JobExplorer.class)
			.await(context.getBean(JobDispatcher.class).dispatch("welcome", "Ada"), Duration.ofSeconds(10));
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	void prometheusShowsWhatHappened() throws Exception {
		Awaitility.await()
			.untilAsserted(() -> assertThat(get("/actuator/prometheus").body())
				.contains("jobqueue_jobs_dispatched_total{queue=\"emails\",task=\"welcome\"} 1.0")
				.contains("jobqueue_job_wait_seconds_count{queue=\"emails\",task=\"welcome\"} 1")
				.contains(
						"jobqueue_job_execution_seconds_count{outcome=\"success\",queue=\"emails\",task=\"welcome\"} 1")
				.contains("jobqueue_jobs_failed_total{queue=\"emails\",task=\"welcome\"} 0.0")
				.contains("jobqueue_jobs_retried_total{queue=\"emails\",task=\"welcome\"} 0.0")
				.contains("jobqueue_jobs_abandoned_total{queue=\"emails\",task=\"welcome\"} 0.0")
				.contains("jobqueue_jobs_lost_total{queue=\"emails\"} 0.0")
				.contains("jobqueue_queue_size{queue=\"emails\",status=\"success\"} 1.0")
				.contains("jobqueue_queue_size{queue=\"default\",status=\"queued\"} 0.0")
				.contains("jobqueue_queue_oldest_age_seconds{queue=\"emails\"} 0.0")
				.contains("jobqueue_worker_active{container=\"emails\",queue=\"emails\"} 0.0")
				.contains("jobqueue_worker_capacity{container=\"emails\",queue=\"emails\"} 10.0"));
		Files.writeString(Path.of("target", "scrape.txt"), get("/actuator/prometheus").body());
	}

	@Test
	void theEndpointShowsQueuesWorkersAndTasks() throws Exception {
		assertThat(get("/actuator/jobqueue").body()).contains("\"name\":\"emails\"")
			.contains("\"SUCCESS\":1")
			.contains("\"containers\":[")
			.contains("\"name\":\"welcome\"")
			.contains("\"maxRetries\":3")
			.doesNotContain("Ada");
		assertThat(get("/actuator/jobqueue/emails").body()).contains("\"paused\":false");
	}

	@Test
	void theEndpointPausesAndResumes() throws Exception {
		assertThat(post("/actuator/jobqueue/emails", "{\"action\":\"pause\"}").body()).contains("\"paused\":true");
		assertThat(get("/actuator/jobqueue/emails").body()).contains("\"paused\":true");
		assertThat(post("/actuator/jobqueue/emails", "{\"action\":\"resume\"}").body()).contains("\"paused\":false");
	}

	@Test
	void theEndpointRefusesWhatItDoesNotKnow() throws Exception {
		HttpResponse<String> action = post("/actuator/jobqueue/emails", "{\"action\":\"drop\"}");
		assertThat(action.statusCode()).isEqualTo(400);
		assertThat(action.body()).contains("The action 'drop' is not known: use 'pause' or 'resume'");
		HttpResponse<String> name = get("/actuator/jobqueue/no%20queue");
		assertThat(name.statusCode()).isEqualTo(400);
		assertThat(name.body()).contains("no queue");
	}

	@Test
	void aQueueThatDoesNotExistIsNotFoundAndNotMade() throws Exception {
		assertThat(get("/actuator/jobqueue/nobody").statusCode()).isEqualTo(404);
		HttpResponse<String> pause = post("/actuator/jobqueue/nobody", "{\"action\":\"pause\"}");
		assertThat(pause.statusCode()).isEqualTo(404);
		assertThat(pause.body()).contains("There is no queue 'nobody'");
		assertThat(context.getBean(JobExplorer.class).queues()).noneMatch((queue) -> queue.name().equals("nobody"));
	}

	@Test
	void healthShowsTheStoreAndTheContainers() throws Exception {
		assertThat(get("/actuator/health/jobqueue").body()).contains("\"status\":\"UP\"")
			.contains("\"maxmemoryPolicy\":\"noeviction\"")
			.contains("\"containers\":[\"default\",\"emails\"]");
	}

	@Test
	void nothingElseIsOpen() throws Exception {
		assertThat(get("/actuator/env").statusCode()).isEqualTo(404);
	}

	private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return new LocalHttp(context).get(path);
	}

	private static HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
		return new LocalHttp(context).post(path, json);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		WelcomeTasks welcomeTasks() {
			return new WelcomeTasks();
		}

	}

}
