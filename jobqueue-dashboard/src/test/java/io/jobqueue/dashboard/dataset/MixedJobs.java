package io.jobqueue.dashboard.dataset;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.UniqueKey;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one queue. Each gets its status by the steps of real workers and operators.
 */
final class MixedJobs {

	private static final int CHUNK = 1_000;

	private final StoreBackend store;

	private final String queue;

	private final String worker;

	private final int first;

	private final int count;

	/** What the worker still holds, with the deliveries. */
	private final Map<JobId, Integer> held = new HashMap<>();

	/**
	 * Describe jobs.
	 * @param worker the id of the worker that runs them
	 * @param first the number of the first job
	 * @param count how many
	 */
	MixedJobs(StoreBackend store, String queue, String worker, int first, int count) {
		this.store = store;
		this.queue = queue;
		this.worker = worker;
		this.first = first;
		this.count = count;
	}

	/** Insert the jobs, and return those that the worker holds. */
	Map<JobId, Integer> fill() {
		insert(PlannedStatus::isFinished);
		finish();
		insert(PlannedStatus::isHeld);
		hold();
		cancel(insert((planned) -> planned == PlannedStatus.CANCELLED));
		insert((planned) -> planned == PlannedStatus.SCHEDULED || planned == PlannedStatus.QUEUED);
		return this.held;
	}

	private List<JobId> insert(Predicate<PlannedStatus> which) {
		List<JobId> ids = new ArrayList<>();
		List<NewJob> chunk = new ArrayList<>();
		for (int number = this.first; number < this.first + this.count; number++) {
			if (which.test(PlannedStatus.of(number))) {
				chunk.add(job(number));
			}
			if (chunk.size() == CHUNK || number == this.first + this.count - 1) {
				this.store.intake().insert(chunk);
				chunk.forEach((job) -> ids.add(job.id()));
				chunk.clear();
			}
		}
		return ids;
	}

	private NewJob job(int number) {
		PlannedStatus planned = PlannedStatus.of(number);
		JobDetails details = JobDetails.of(JobTexts.task(number), JobTexts.payload(number))
			.withHeaders(JobTexts.headers(number))
			.withPriority((number % 10 == 0) ? number % 200 - 100 : 0)
			.withMaxRetries((planned == PlannedStatus.MAX_RETRIES) ? 2 : null)
			.withTimeout((number % 5 == 0) ? Duration.ofMinutes(2) : null)
			.withCorrelationId(JobTexts.isHostile(number) ? HostileText.IMAGE : null);
		return new NewJob(id(number), this.queue, details, delay(planned, number), null, traits(planned, number));
	}

	private static @Nullable Duration delay(PlannedStatus planned, int number) {
		return (planned == PlannedStatus.SCHEDULED) ? Duration.ofMinutes(60 + number % 10_000) : null;
	}

	private static JobTraits traits(PlannedStatus planned, int number) {
		JobTraits traits = JobTraits.NONE.withTags(JobTexts.tags(number));
		if (planned != PlannedStatus.QUEUED || number % 10 != 3) {
			return traits;
		}
		String key = "order-" + number;
		return traits.withUnique(UniqueTrait.of(UniqueKey.of(key), JobTexts.task(number), key));
	}

	JobId id(int number) {
		String text = Integer.toString(number, 36);
		return JobId.of(this.queue + "-" + "0".repeat(26 - text.length()) + text);
	}

	private static int number(JobId id) {
		return Integer.parseInt(id.value().substring(id.value().length() - 26), 36);
	}

	private List<ClaimedJob> exchange(List<Outcome> outcomes) {
		ClaimRequest request = new ClaimRequest(this.queue, this.worker, CHUNK, DataSet.LEASE);
		return this.store.feed().exchange(request, outcomes).claimed().jobs();
	}

	private void finish() {
		List<ClaimedJob> jobs = exchange(List.of());
		while (!jobs.isEmpty()) {
			jobs = exchange(jobs.stream().map(MixedJobs::outcome).toList());
		}
	}

	private static Outcome outcome(ClaimedJob job) {
		int number = number(job.id());
		return PlannedStatus.of(number).outcome(job, number);
	}

	/**
	 * An interrupted job is the first of its queue, so it is interrupted after all
	 * claims.
	 */
	private void hold() {
		List<Outcome> interrupted = new ArrayList<>();
		for (List<ClaimedJob> jobs = exchange(List.of()); !jobs.isEmpty(); jobs = exchange(List.of())) {
			for (ClaimedJob job : jobs) {
				if (PlannedStatus.of(number(job.id())) == PlannedStatus.INTERRUPTED) {
					interrupted.add(outcome(job));
				}
				else {
					this.held.put(job.id(), job.delivery());
				}
			}
		}
		this.store.feed().finish(this.queue, this.worker, interrupted);
	}

	private void cancel(List<JobId> ids) {
		for (int from = 0; from < ids.size(); from += CHUNK) {
			this.store.actions()
				.act(JobAction.CANCEL, ids.subList(from, Math.min(ids.size(), from + CHUNK)),
						EnumSet.allOf(JobStatus.class));
		}
	}

}
