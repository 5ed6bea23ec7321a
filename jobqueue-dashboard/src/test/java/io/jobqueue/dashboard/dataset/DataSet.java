package io.jobqueue.dashboard.dataset;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.Limit;
import io.jobqueue.Rate;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.AttemptReport;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobProgress;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.limit.LimitName;
import io.jobqueue.store.limit.QueueRulesStore;

/**
 * Jobs in all states in several queues, with workers that are alive, limits that hold
 * jobs back, flows, unique keys, priorities, and long and hostile texts.
 */
public final class DataSet {

	/** The queues with the jobs. */
	public static final List<String> QUEUES = List.of("invoices", "images", "orders", "reports", "webhooks", "search",
			"imports", "sms", "backup.nightly", "audit_log");

	/** The queue whose tenants are at their limits. */
	public static final String LIMITED = "limited";

	/** The name of the flow that failed; no other one has a name. */
	public static final String FAILED_FLOW = "import of customer 42 " + HostileText.IMAGE;

	/** How many jobs of the flow that has failed have failed: more than a page. */
	public static final int FAILED_JOBS = 60;

	/** Longer than any test. */
	static final Duration LEASE = Duration.ofHours(2);

	private static final int PER_TENANT = 40;

	private static final int MOST_RUNNING = 2;

	private static final int CONCURRENCY = 50;

	private final StoreBackend store;

	private final Map<String, Map<JobId, Integer>> held = new HashMap<>();

	private DataSet(StoreBackend store) {
		this.store = store;
	}

	/**
	 * Fill a store.
	 * @param store the store
	 * @param count about how many jobs
	 */
	public static void fill(StoreBackend store, int count) {
		new DataSet(store).fill(count);
	}

	/** The id of a worker that holds jobs, one for two queues. */
	private static String worker(String queue) {
		return "shop-worker-" + Math.floorMod(QUEUES.indexOf(queue), 5);
	}

	private void fill(int count) {
		this.held.put(MixedFlows.QUEUE, new MixedFlows(this.store, worker(MixedFlows.QUEUE)).fill());
		int each = count / QUEUES.size();
		for (int i = 0; i < QUEUES.size(); i++) {
			String queue = QUEUES.get(i);
			this.held.put(queue, new MixedJobs(this.store, queue, worker(queue), i * each, each).fill());
		}
		fillLimited();
		renew();
		this.store.actions().pause("imports");
	}

	private void fillLimited() {
		List<String> tenants = new ArrayList<>(List.of("acme", "globex"));
		tenants.addAll(HostileText.ALL.subList(0, 4));
		this.store.part(QueueRulesStore.class)
			.update(LIMITED, (rules) -> rules.withOperatorLimit("tenant", Limit.ofMaxRunning(MOST_RUNNING))
				.withOperatorLimit(LimitName.QUEUE, Limit.ofRate(Rate.of("1000/1m"))));
		List<NewJob> jobs = new ArrayList<>();
		for (int i = 0; i < PER_TENANT * tenants.size(); i++) {
			String tenant = tenants.get(i % tenants.size());
			jobs.add(new NewJob(JobId.of("%s-%026d".formatted(LIMITED, i)), LIMITED,
					JobDetails.of("charge", JobTexts.payload(i)), null, null,
					JobTraits.NONE.withLimits(List.of(LimitName.ofValue("tenant", tenant)))));
		}
		this.store.intake().insert(jobs);
		Map<JobId, Integer> running = new HashMap<>();
		ClaimRequest request = new ClaimRequest(LIMITED, worker(LIMITED), jobs.size(), LEASE);
		for (ClaimedJob job : this.store.feed().claim(request).jobs()) {
			running.put(job.id(), job.delivery());
		}
		this.held.put(LIMITED, running);
	}

	private void renew() {
		Map<String, List<RenewRequest.Container>> containers = new HashMap<>();
		this.held.forEach((queue, jobs) -> containers.computeIfAbsent(worker(queue), (id) -> new ArrayList<>())
			.add(container(queue, jobs)));
		containers.forEach((id, served) -> this.store.feed()
			.renew(new RenewRequest(new WorkerIdentity(id, HostileText.IMAGE, 4711, Instant.now()), LEASE, served)));
	}

	private static RenewRequest.Container container(String queue, Map<JobId, Integer> jobs) {
		Map<JobId, AttemptReport> attempts = new HashMap<>();
		jobs.forEach((id, delivery) -> attempts.put(id,
				new AttemptReport(delivery, JobProgress.of(0.4, "Page 4 of 10"), false)));
		return new RenewRequest.Container(queue, Math.max(CONCURRENCY, jobs.size()), attempts);
	}

}
