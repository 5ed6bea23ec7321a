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
 * Makes the thumbnails of one photo, all sizes at the same time. A job may run twice:
 * each file is written whole and then moved to its place, so the second run replaces like
 * by like. While a photo waits or is processed, a second job for it is not stored.
 */
@JobTask(queue = "photos", uniqueKey = "#payload.file", timeout = "1m", retry = @Retry(maxRetries = 2, delay = "1s"))
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
		Image image = Image.read(file);
		Files.createDirectories(this.properties.thumbnails());
		AtomicInteger done = new AtomicInteger();
		List<String> files = job.map(SIZES.size(), SIZES, (size) -> {
			Path thumbnail = image.writeScaled(size, target(file, size));
			job.progress((double) done.incrementAndGet() / SIZES.size());
			return thumbnail.toString();
		});
		String name = file.getFileName().toString();
		JobId webhook = this.jobs.dispatch(DeliverWebhook.request(new Webhook(Receiver.PATH, name)));
		return new ThumbnailSet(name, files, webhook.value());
	}

	private Path target(Path photo, int size) {
		return this.properties.thumbnails().resolve(photo.getFileName() + "-" + size + ".png");
	}

}
