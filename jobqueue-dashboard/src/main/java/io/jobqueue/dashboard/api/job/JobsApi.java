package io.jobqueue.dashboard.api.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.jobqueue.FlowId;
import io.jobqueue.JobAttempt;
import io.jobqueue.JobCount;
import io.jobqueue.JobError;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.JobSummary;
import io.jobqueue.JobSummaryPage;
import io.jobqueue.JobWait;
import io.jobqueue.autoconfigure.properties.DashboardProperties.Payloads;
import io.jobqueue.dashboard.answer.AnswerCache;
import io.jobqueue.dashboard.answer.SharedAnswers;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.dashboard.route.NotFoundException;
import io.jobqueue.dashboard.route.Route;
import org.jspecify.annotations.Nullable;

/** Lists of jobs, and one job. */
public final class JobsApi {

	/** A longer count would keep a viewer waiting, and the store busy. */
	private static final Duration COUNTING = Duration.ofSeconds(2);

	private final JobExplorer explorer;

	private final Payloads payloads;

	private final StoredText texts;

	/** Pages, which viewers read again and again. */
	private final SharedAnswers<JobQuery> lists;

	/**
	 * Create the routes.
	 * @param explorer reads jobs
	 * @param payloads how payloads are shown
	 * @param answers those that callers share
	 */
	public JobsApi(JobExplorer explorer, Payloads payloads, AnswerCache answers) {
		this.explorer = explorer;
		this.lists = answers.answers(this::page);
		this.payloads = payloads;
		this.texts = new StoredText(payloads);
	}

	public List<Route> routes() {
		return List.of(
				Route.get("/api/jobs", "A page of the jobs that match a filter", this::list)
					.with(JobFilter.PAGE_PARAMETERS)
					.answers(Page.class),
				Route.get("/api/jobs/count", "The number of jobs that match a filter", this::count)
					.with(JobFilter.PARAMETERS)
					.answers(Count.class),
				Route.get("/api/jobs/{id}", "One job", this::job).answers(Job.class));
	}

	private DashboardResponse list(Call call) {
		return this.lists.get(JobFilter.page(call, this.payloads));
	}

	private Page page(JobQuery query) {
		JobSummaryPage page = this.explorer.summaries(query);
		return new Page(page.jobs().stream().map(Row::of).toList(), page.next(), page.looked(), page.total());
	}

	private DashboardResponse count(Call call) {
		JobCount count = this.explorer.count(JobFilter.of(call).query(this.payloads), COUNTING);
		return DashboardResponse.json(new Count(count.count(), count.complete()));
	}

	private DashboardResponse job(Call call) {
		JobId id = JobId.of(call.variable("id"));
		JobInfo job = find(this.explorer, id);
		return DashboardResponse.json(new Job(Row.of(JobSummary.of(job)), this.texts.line(job.progressText()),
				job.priority(), job.maxRetries(), job.retriesUsed(), millis(job.timeout()), job.delivery(),
				job.correlationId(), flow(job), parent(job), this.texts.of(job.headers()), this.texts.of(job.payload()),
				this.texts.of(job.result()), job.error(), job.onFailureError(), job.history(), waitsFor(job)));
	}

	static JobInfo find(JobExplorer explorer, JobId id) {
		return explorer.find(id)
			.orElseThrow(() -> new NotFoundException(
					"There is no job '%s': it never existed, was deleted, or its retention is over".formatted(id)));
	}

	private static @Nullable String flow(JobInfo job) {
		FlowId flow = job.flow();
		return (flow != null) ? flow.value() : null;
	}

	private static @Nullable String parent(JobInfo job) {
		JobId parent = job.parent();
		return (parent != null) ? parent.value() : null;
	}

	private List<String> waitsFor(JobInfo job) {
		return job.status().isWaiting() ? this.explorer.waitsFor(job.id()).stream().map(JobWait::text).toList()
				: List.of();
	}

	private static @Nullable Long millis(@Nullable Duration duration) {
		return (duration != null) ? duration.toMillis() : null;
	}

	/**
	 * A page of jobs.
	 *
	 * @param jobs the jobs
	 * @param next the parameter 'after' of the next page, {@code null} on the last
	 * @param looked the number of jobs that this page and those before it have read
	 * @param total the number of jobs to read: those with the queue and the statuses of
	 * the filter or, if it has tags, those with the rarest of them
	 */
	record Page(List<Row> jobs, @Nullable String next, long looked, long total) {
	}

	/**
	 * A number of jobs.
	 *
	 * @param count the number that was found
	 * @param complete whether all jobs were read, or counting took too long
	 */
	record Count(long count, boolean complete) {
	}

	/**
	 * A job in a list.
	 *
	 * @param id its id
	 * @param task the name of its task
	 * @param queue its queue
	 * @param status its status
	 * @param tags its tags
	 * @param attempts the number of started attempts
	 * @param createdAt when it was stored
	 * @param dueAt when it became or becomes due
	 * @param startedAt when its last attempt started
	 * @param endedAt when it ended
	 * @param worker the worker that runs it or ran it last
	 * @param progress from 0.0 to 1.0
	 * @param errorType the class name of the last error
	 * @param errorMessage the beginning of its message
	 */
	public record Row(String id, String task, String queue, JobStatus status, List<String> tags, int attempts,
			Instant createdAt, @Nullable Instant dueAt, @Nullable Instant startedAt, @Nullable Instant endedAt,
			@Nullable String worker, double progress, @Nullable String errorType, @Nullable String errorMessage) {

		/** The job as a list shows it. */
		public static Row of(JobSummary job) {
			return new Row(job.id().value(), job.task(), job.queue(), job.status(), job.tags(), job.attempts(),
					job.createdAt(), job.dueAt(), job.startedAt(), job.endedAt(), job.worker(), job.progress(),
					job.errorType(), job.errorMessage());
		}

	}

	/**
	 * One job.
	 *
	 * @param job what a list shows
	 * @param progressText the text that the job reported with its progress; {@code null}
	 * if there is none or it is hidden
	 * @param priority from -100 to 100
	 * @param maxRetries the number of retries, {@code null} if its task decides
	 * @param retriesUsed the number of used retries
	 * @param timeoutMillis how long an attempt may run, {@code null} if its task decides
	 * @param delivery how often it was claimed
	 * @param correlationId the correlation id
	 * @param flow the id of its flow, {@code null} for none
	 * @param parent the id of the job that dispatched it, {@code null} for none
	 * @param headers the headers
	 * @param payload the payload, {@code null} if it is hidden
	 * @param result the result, {@code null} if there is none or it is hidden
	 * @param error the last error
	 * @param onFailureError what {@code onFailure} threw
	 * @param history the newest 20 attempts, the oldest first
	 * @param waitsFor why it does not start yet
	 */
	record Job(Row job, @Nullable String progressText, int priority, @Nullable Integer maxRetries, int retriesUsed,
			@Nullable Long timeoutMillis, int delivery, @Nullable String correlationId, @Nullable String flow,
			@Nullable String parent, Map<String, String> headers, StoredText.@Nullable Shown payload,
			StoredText.@Nullable Shown result, @Nullable JobError error, @Nullable JobError onFailureError,
			List<JobAttempt> history, List<String> waitsFor) {
	}

}
