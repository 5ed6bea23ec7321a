package photos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.jobqueue.FlowId;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import photos.webhook.DeliverWebhook;
import photos.webhook.Receiver;
import photos.webhook.Webhook;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.stereotype.Component;

/**
 * Works on the photos of the inbox at start, waits for them and says what became of them.
 */
@Component
class InboxRun implements ApplicationRunner, ExitCodeGenerator {

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private static final int PAGE = 100;

	private final Inbox inbox;

	private final JobDispatcher jobs;

	private final JobExplorer explorer;

	private final PhotosProperties properties;

	private final Report report;

	private volatile int exitCode;

	InboxRun(Inbox inbox, JobDispatcher jobs, JobExplorer explorer, PhotosProperties properties, Report report) {
		this.inbox = inbox;
		this.jobs = jobs;
		this.explorer = explorer;
		this.properties = properties;
		this.report = report;
	}

	@Override
	public void run(ApplicationArguments arguments) throws IOException {
		long start = System.nanoTime();
		List<JobId> ids = dispatch(this.inbox.photos());
		List<JobId> webhooks = new ArrayList<>();
		webhooks.add(this.jobs
			.dispatch(DeliverWebhook.request(new Webhook(Receiver.BROKEN_PATH, "any.png", Receiver.TOKEN))));
		this.jobs.dispatch(JobRequest.of(CleanUp::deleteOld, new CleanUp.Request(this.properties.keep()))
			.after(this.properties.keep()));
		List<JobInfo> photos = await(ids);
		List<ThumbnailSet> thumbnails = ids.stream().map(this::result).flatMap(Optional::stream).toList();
		thumbnails.forEach((set) -> webhooks.add(JobId.of(set.webhook())));
		this.report.print(thumbnails, photos.size(), await(webhooks), Duration.ofNanos(System.nanoTime() - start));
		this.exitCode = photos.stream().allMatch((photo) -> photo.status() == JobStatus.SUCCESS) ? 0 : 1;
	}

	/** The contact sheet is made when all photos are done. */
	private List<JobId> dispatch(List<Photo> photos) {
		FlowId batch = this.jobs.batch(photos.stream().map((photo) -> JobRequest.of(Thumbnails.class, photo)).toList())
			.named("Photos of the inbox")
			.onSuccess(JobRequest.of(ContactSheet::write, "Inbox"))
			.dispatch();
		List<JobId> ids = new ArrayList<>();
		for (int page = 0; page < photos.size(); page += PAGE) {
			this.explorer.members(batch, page, PAGE).forEach((member) -> ids.add(member.job()));
		}
		return ids;
	}

	private Optional<ThumbnailSet> result(JobId id) {
		return this.explorer.result(id, ThumbnailSet.class);
	}

	private List<JobInfo> await(List<JobId> ids) {
		return ids.stream().map((id) -> this.explorer.await(id, PATIENCE)).toList();
	}

	@Override
	public int getExitCode() {
		return this.exitCode;
	}

}
