package io.jobqueue.store.walk;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.job.NewJob;

/**
 * Calls of which commands with several calls consist. Each result is compared.
 */
record Sends(StoreBackend store, Oracle oracle, OracleChoices choices) {

	static final int AT_ONCE = 8;

	static List<NewJob> several(String queue, Function<String, NewJob> jobs) {
		return IntStream.range(0, AT_ONCE).mapToObj((i) -> jobs.apply(queue)).toList();
	}

	/** The same job before most others. */
	static NewJob urgent(NewJob job, List<String> limits) {
		return job.withDetails(job.details().withPriority(100)).withTraits(job.traits().withLimits(limits));
	}

	void insert(Turn turn, List<NewJob> jobs, Admission admission) {
		turn.describe(admission, jobs);
		turn.equal(this.store.intake().insert(jobs, admission), this.oracle.insert(jobs, admission));
	}

	List<ClaimedJob> claim(Turn turn, String queue, String worker, int limit, int startable) {
		ClaimRequest request = new ClaimRequest(queue, worker, limit, startable, WalkTime.FAR);
		turn.describe(request);
		turn.lasts(WalkTime.SOON);
		ClaimResult result = this.store.feed().claim(request);
		this.choices.claim(request, result, false);
		return result.jobs();
	}

	void finish(Turn turn, String queue, String worker, List<Outcome> outcomes) {
		turn.describe(outcomes);
		this.oracle.finish(queue, worker, outcomes, this.store.feed().finish(queue, worker, outcomes));
	}

	/** Give jobs back that were claimed. */
	void release(Turn turn, String queue, String worker, Collection<ClaimedJob> jobs) {
		finish(turn, queue, worker, jobs.stream().map((job) -> Outcome.release(job.id(), job.delivery())).toList());
	}

	void act(Turn turn, JobAction act, JobId id) {
		turn.describe(act, id);
		turn.equal(this.store.actions().act(act, List.of(id), EnumSet.allOf(JobStatus.class)),
				this.oracle.act(act, List.of(id), EnumSet.allOf(JobStatus.class)));
	}

}
