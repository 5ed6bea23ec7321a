package io.jobqueue.benchmarks.limits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.jobqueue.JobId;
import io.jobqueue.Limit;
import io.jobqueue.UniqueKey;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;

/** Jobs of a kind in a queue of their own. */
enum Load {

	PLAIN, UNIQUE, TENANTS, FAIR;

	private static final int GROUPS = 1000;

	private static final int BATCH = 100;

	private static final int CHUNK = 250;

	private static final String TASK = "nothing";

	private static final String PAYLOAD = "{\"user\":123456,\"template\":\"welcome\"}";

	private static final Duration LEASE = Duration.ofMinutes(5);

	/** Write the rules of the queue. */
	void prepare(StoreBackend store, String queue) {
		QueueRulesStore rules = store.part(QueueRulesStore.class);
		switch (this) {
			case TENANTS -> rules.update(queue, (before) -> before.withOperatorLimit("tenant", Limit.ofMaxRunning(1)));
			case FAIR -> rules.update(queue, (before) -> before.withOrder(QueueRules.Order.FAIR, "tenant"));
			default -> {
			}
		}
	}

	void insert(StoreBackend store, String queue, String ids, int count) {
		Random random = new Random(count);
		List<NewJob> jobs = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			JobId id = JobId.of(ids + "-" + i);
			JobTraits traits = switch (this) {
				case PLAIN -> JobTraits.NONE;
				case UNIQUE -> JobTraits.of(UniqueTrait.of(UniqueKey.of("key-" + i), TASK, "key-" + i));
				case TENANTS, FAIR -> under("tenant=" + random.nextInt(GROUPS));
			};
			jobs.add(new NewJob(id, queue, JobDetails.of(TASK, PAYLOAD), null, null, traits));
			if (jobs.size() == CHUNK || i == count - 1) {
				store.intake().insert(jobs);
				jobs.clear();
			}
		}
	}

	/** Insert jobs of one value that may not start. */
	static void insertBlocked(StoreBackend store, String queue, int count) {
		store.part(QueueRulesStore.class)
			.update(queue, (before) -> before.withOperatorLimit("tenant=blocked", Limit.ofMaxRunning(0)));
		for (int from = 0; from < count; from += CHUNK) {
			List<NewJob> jobs = new ArrayList<>();
			for (int i = from; i < from + CHUNK; i++) {
				jobs.add(new NewJob(JobId.of(queue + "-b" + i), queue, JobDetails.of(TASK, PAYLOAD), null, null,
						under("tenant=blocked")));
			}
			store.intake().insert(jobs);
		}
	}

	private static JobTraits under(String limit) {
		return JobTraits.NONE.withLimits(List.of(limit));
	}

	/** Claim and finish jobs in batches until a number of them has ended. */
	static void drain(StoreBackend store, String queue, int count) {
		List<ClaimedJob> held = List.of();
		int ended = 0;
		int empty = 0;
		while (ended < count) {
			List<Outcome> outcomes = held.stream().map((job) -> Outcome.success(job, null)).toList();
			ended += outcomes.size();
			held = store.feed().exchange(new ClaimRequest(queue, "worker", BATCH, LEASE), outcomes).claimed().jobs();
			empty = held.isEmpty() ? empty + 1 : 0;
			if (empty > GROUPS) {
				throw new IllegalStateException(
						"Queue '%s' gives no job after %d of %d".formatted(queue, ended, count));
			}
		}
	}

	/** Claim until all jobs that may not start wait beside the queue. */
	static int claimInVain(StoreBackend store, String queue) {
		int claims = 0;
		Duration next;
		do {
			next = store.feed().claim(new ClaimRequest(queue, "worker", BATCH, LEASE)).nextDue();
			claims++;
		}
		while (next != null && next.isZero());
		return claims;
	}

}
