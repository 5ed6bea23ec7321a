package photos;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import io.jobqueue.FlowQuery;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobInterceptor;
import io.jobqueue.JobLogLine;
import io.jobqueue.JobQuery;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import photos.webhook.DeliverWebhook;
import photos.webhook.Receiver;
import photos.webhook.Webhook;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.security.autoconfigure.SecurityProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
@Tag("process")
class PhotosApplicationTests {

	private static final ParameterizedTypeReference<Map<?, ?>> MAP = new ParameterizedTypeReference<>() {
	};

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String FAILS_AFTER_THE_WORK = "again.png";

	@TempDir
	static Path folder;

	@Autowired
	JobDispatcher jobs;

	@Autowired
	JobExplorer explorer;

	@Autowired
	SecurityProperties security;

	@LocalServerPort
	int port;

	@DynamicPropertySource
	static void folder(DynamicPropertyRegistry registry) {
		registry.add("photos.folder", () -> folder);
	}

	@Test
	void photosOfTheInboxHaveThumbnailsOfTheRightSizes() throws IOException {
		try (Stream<Path> files = Files.list(folder.resolve("thumbnails"))) {
			assertThat(files.filter((file) -> file.getFileName().toString().startsWith("hills-"))).hasSize(36);
		}
		for (int size : List.of(64, 160, 320)) {
			var thumbnail = ImageIO.read(folder.resolve("thumbnails/hills-01.png-" + size + ".png").toFile());
			assertThat(Math.max(thumbnail.getWidth(), thumbnail.getHeight())).isEqualTo(size);
		}
	}

	@Test
	void webhookThatAlwaysFailsIsADeadLetter() {
		JobRequest request = JobRequest.of(DeliverWebhook.class, webhook(Receiver.BROKEN_PATH, "a.png"));
		JobInfo job = this.explorer.await(this.jobs.dispatch(request.withMaxRetries(1)), PATIENCE);
		assertThat(job.status()).isEqualTo(JobStatus.MAX_RETRIES);
		assertThat(job.attempts()).isEqualTo(2);
		JobQuery deadLetters = JobQuery.deadLetters().withTask("deliver-webhook");
		assertThat(this.explorer.search(deadLetters).jobs()).extracting(JobInfo::id).contains(job.id());
	}

	@Test
	void webhookThatFailsOnceIsDelivered(CapturedOutput output) {
		JobId id = this.jobs.dispatch(DeliverWebhook.class, webhook(Receiver.PATH, refusedOnce()));
		JobInfo job = this.explorer.await(id, PATIENCE);
		assertThat(job.status()).isEqualTo(JobStatus.SUCCESS);
		assertThat(job.attempts()).isEqualTo(2);
		assertThat(this.explorer.log(id, 0)).extracting(JobLogLine::text)
			.satisfiesExactly((line) -> assertThat(line).startsWith("Attempt 1"),
					(line) -> assertThat(line).startsWith("Attempt 2"));
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(output).contains("The webhook of job '" + id + "' was delivered in attempt 2"));
	}

	@Test
	void tokenOfAWebhookIsNeededAndNotShown() {
		JobRequest request = JobRequest.of(DeliverWebhook.class, new Webhook(Receiver.PATH, "a.png", "of somebody"));
		JobInfo job = this.explorer.await(this.jobs.dispatch(request.withMaxRetries(0)), PATIENCE);
		assertThat(job.status()).isEqualTo(JobStatus.FAILED);
		assertThat(job.error().message()).contains("401");
		assertThat(job.payload()).contains("\"token\":\"***\"").doesNotContain("of somebody");
	}

	@Test
	void photoThatIsProcessedAgainHasOneWebhook() throws IOException {
		Path file = Files.write(folder.resolve(FAILS_AFTER_THE_WORK), png());
		JobId id = this.jobs.dispatch(Thumbnails.class, new Photo(file.toString()));
		assertThat(this.explorer.await(id, PATIENCE).attempts()).isEqualTo(2);
		JobQuery webhooks = JobQuery.all().withTask("deliver-webhook").withText(FAILS_AFTER_THE_WORK);
		assertThat(this.explorer.search(webhooks).jobs()).extracting((webhook) -> webhook.id().value())
			.containsExactly(this.explorer.result(id, ThumbnailSet.class).orElseThrow().webhook());
		assertThat(this.explorer.log(id, 0)).extracting(JobLogLine::text)
			.contains("Failed on a thread for tasks that compute")
			.filteredOn("'again.png' has 100 x 50 pixels"::equals)
			.hasSize(2);
	}

	@Test
	void photosOfTheInboxAreABatchWithAName() {
		assertThat(this.explorer.flows(FlowQuery.all().withName("Photos of the inbox")).flows()).singleElement()
			.returns(12L, (flow) -> (long) flow.jobs());
	}

	@Test
	void cleanUpDeletesOldThumbnails() throws IOException {
		Path old = folder.resolve("thumbnails/old.png");
		Files.write(old, new byte[0]);
		Files.setLastModifiedTime(old, FileTime.fromMillis(0));
		JobId id = this.jobs.dispatch(CleanUp::deleteOld, new CleanUp.Request(Duration.ofDays(1)));
		this.explorer.await(id, PATIENCE);
		assertThat(this.explorer.result(id, Integer.class)).contains(1);
		assertThat(old).doesNotExist();
	}

	@Test
	void uploadIsAcceptedAndItsJobCanBeFollowed() throws IOException {
		ResponseEntity<Map<?, ?>> accepted = upload(png(), MediaType.IMAGE_PNG);
		assertThat(accepted.getStatusCode()).isEqualTo(HttpStatusCode.valueOf(202));
		this.explorer.await(JobId.of(String.valueOf(accepted.getBody().get("id"))), PATIENCE);
		ResponseEntity<Map<?, ?>> job = get(accepted.getHeaders().getLocation().toString());
		assertThat(job.getBody().get("status")).isEqualTo("SUCCESS");
		assertThat(job.getBody().get("result")).extracting("files")
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.hasSize(3);
	}

	@Test
	void formUploadIsAccepted() throws IOException {
		var form = new LinkedMultiValueMap<String, Object>();
		form.add("photo", new ByteArrayResource(png()) {
			@Override
			public String getFilename() {
				return "photo.png";
			}
		});
		assertThat(upload(form, MediaType.MULTIPART_FORM_DATA).getStatusCode().value()).isEqualTo(202);
	}

	@Test
	void dashboardAsksForASignIn() {
		var client = RestClient.create("http://127.0.0.1:" + this.port);
		HttpStatusCode status = client.get()
			.uri("/jobqueue/")
			.exchange((request, response) -> response.getStatusCode());
		assertThat(status.value()).isEqualTo(401);
		var user = this.security.getUser();
		String queues = client.get()
			.uri("/jobqueue/api/queues")
			.headers((headers) -> headers.setBasicAuth(user.getName(), user.getPassword()))
			.retrieve()
			.body(String.class);
		assertThat(queues).contains("\"name\":\"photos\"");
	}

	@Test
	void uploadThatIsNoImageIsRefused() {
		ResponseEntity<Map<?, ?>> refused = upload("no image".getBytes(StandardCharsets.UTF_8), MediaType.IMAGE_PNG);
		assertThat(refused.getStatusCode().value()).isEqualTo(415);
		assertThat(refused.getBody().get("detail")).asString().contains("PNG, JPEG");
	}

	@Test
	void uploadThatIsTooLargeIsRefused() {
		assertThat(upload(new byte[5 * 1024 * 1024 + 1], MediaType.IMAGE_PNG).getStatusCode().value()).isEqualTo(413);
	}

	@Test
	void unknownJobIsNotFound() {
		assertThat(get("/jobs/nobody").getStatusCode().value()).isEqualTo(404);
	}

	private static Webhook webhook(String path, String photo) {
		return new Webhook(path, photo, Receiver.TOKEN);
	}

	private static String refusedOnce() {
		return Stream.iterate(0, (i) -> i + 1)
			.map((i) -> "photo-" + i)
			.filter((name) -> Math.floorMod(name.hashCode(), 3) == 0)
			.findFirst()
			.orElseThrow();
	}

	private static byte[] png() throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ImageIO.write(InboxPainter.paint(1, 100, 50), "png", out);
		return out.toByteArray();
	}

	private ResponseEntity<Map<?, ?>> upload(Object body, MediaType type) {
		return client().post().uri("/photos").contentType(type).body(body).retrieve().toEntity(MAP);
	}

	private ResponseEntity<Map<?, ?>> get(String path) {
		return client().get().uri(path).retrieve().toEntity(MAP);
	}

	private RestClient client() {
		return RestClient.builder()
			.baseUrl("http://127.0.0.1:" + this.port)
			.defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {
			})
			.build();
	}

	/** Lets the first attempt for one photo fail when its work is done. */
	@TestConfiguration
	static class FailureAfterTheWork {

		@Bean
		JobInterceptor failureAfterTheWork() {
			return (attempt) -> {
				Object result = attempt.proceed();
				boolean chosen = attempt.payload() instanceof Photo photo
						&& photo.file().endsWith(FAILS_AFTER_THE_WORK);
				if (chosen && attempt.job().attempt() == 1) {
					assertThat(Thread.currentThread().getName()).startsWith("jobqueue-cpu-");
					attempt.job().log("Failed on a thread for tasks that compute");
					throw new IllegalStateException("on purpose");
				}
				return result;
			};
		}

	}

}
