package photos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.jobqueue.JobContext;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobHandler;
import io.jobqueue.JobId;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.annotation.Retry;
import photos.webhook.DeliverWebhook;
import photos.webhook.Receiver;
import photos.webhook.Webhook;

/**
 * Makes the thumbnails of one photo, all sizes at the same time, and then has the
 * receiver told. A job may run twice: each file is written whole and then moved to its
 * place, so the second run replaces like by like. The webhook is a step: once it is
 * stored, another run does not dispatch a second one. While a photo waits or is
 * processed, a second job for it is not stored. As many photos are read at once as there
 * are processors.
 */
@JobTask(queue = "photos", executor = "cpu", uniqueKey = "#payload.file", timeout = "1m",
		retry = @Retry(maxRetries = 2, delay = "1s"))
class Thumbnails implements JobHandler<Photo, ThumbnailSet> {

	static final List<Integer> SIZES = List.of(64, 160, 320);

	private final PhotosProperties properties;

	private final JobDispatcher jobs;

	Thumbnails(PhotosProperties properties, JobDispatcher jobs) {
		this.properties = properties;
		this.jobs = jobs;
	}

	@Override
	public ThumbnailSet handle(Photo photo, JobContext job) throws Exception {
		Path file = Path.of(photo.file());
		if (Files.notExists(file)) {
			job.abort("The photo '" + file + "' is gone");
		}
		String name = file.getFileName().toString();
		Image image = Image.read(file);
		job.log("'{}' has {}", name, image.size());
		Files.createDirectories(this.properties.thumbnails());
		AtomicInteger done = new AtomicInteger();
		List<String> files = job.map(SIZES.size(), SIZES, (size) -> {
			Path thumbnail = image.writeScaled(size, target(file, size));
			job.progress((double) done.incrementAndGet() / SIZES.size());
			return thumbnail.toString();
		});
		job.log("{} thumbnails are in {}", files.size(), this.properties.thumbnails());
		String webhook = job.step("webhook", () -> dispatchWebhook(name).value());
		return new ThumbnailSet(name, files, webhook);
	}

	private JobId dispatchWebhook(String photo) {
		return this.jobs.dispatch(DeliverWebhook.request(new Webhook(Receiver.PATH, photo, Receiver.TOKEN)));
	}

	private Path target(Path photo, int size) {
		return this.properties.thumbnails().resolve(photo.getFileName() + "-" + size + ".png");
	}

}
