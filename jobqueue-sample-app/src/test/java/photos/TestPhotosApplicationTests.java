package photos;

import java.nio.file.Path;
import java.time.Duration;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import photos.webhook.DeliverWebhook;
import photos.webhook.Receiver;
import photos.webhook.Webhook;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application as {@code mvn spring-boot:test-run} starts it. Skipped without Docker,
 * unless {@code test.backends.required} is set.
 */
@Tag("process")
class TestPhotosApplicationTests {

	@TempDir
	private Path folder;

	@BeforeAll
	static void requireDocker() {
		boolean needed = Boolean.getBoolean("test.backends.required");
		boolean wanted = !"false".equals(System.getProperty("test.containers"));
		Assumptions.assumeTrue(needed || wanted && DockerClientFactory.instance().isDockerAvailable(),
				"Docker does not answer");
		if (!needed) {
			Assumptions.assumeTrue(canRun(), () -> "The image " + TestPhotosApplication.IMAGE + " cannot be run");
		}
	}

	@Test
	void jobsRunOnTheContainer() {
		try (ConfigurableApplicationContext context = TestPhotosApplication
			.run("--server.port=0", "--photos.folder=" + this.folder)
			.getApplicationContext()) {
			GenericContainer<?> redis = context.getBean(GenericContainer.class);
			assertThat(health(context))
				.contains("\"address\":\"%s:%d\"".formatted(redis.getHost(), redis.getFirstMappedPort()));
			JobId id = context.getBean(JobDispatcher.class)
				.dispatch(DeliverWebhook.class, new Webhook(Receiver.PATH, "a.png", Receiver.TOKEN));
			assertThat(context.getBean(JobExplorer.class).await(id, Duration.ofSeconds(30)).status())
				.isEqualTo(JobStatus.SUCCESS);
		}
	}

	private static String health(ConfigurableApplicationContext context) {
		String port = context.getEnvironment().getProperty("local.server.port");
		return RestClient.create("http://127.0.0.1:" + port)
			.get()
			.uri("/actuator/health/jobqueue")
			.retrieve()
			.body(String.class);
	}

	/** Docker may answer and not have the image. */
	private static boolean canRun() {
		try (GenericContainer<?> redis = TestPhotosApplication.container()) {
			redis.start();
			return true;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

}
