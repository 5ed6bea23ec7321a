package io.jobqueue.store.contract;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import io.jobqueue.JobId;
import io.jobqueue.Limit;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The words of the tests of limits.
 */
abstract class LimitScene extends StoreContract {

	protected static final String ACME = "tenant=acme";

	protected static final String BETA = "tenant=beta";

	protected LimitStore limits() {
		return this.store.part(LimitStore.class);
	}

	protected void rules(UnaryOperator<QueueRules> change) {
		this.store.part(QueueRulesStore.class).update(QUEUE, change);
	}

	protected void limit(String name, Limit limit) {
		rules((rules) -> rules.withOperatorLimit(name, limit));
	}

	protected void limit(String name, int maxRunning) {
		limit(name, Limit.ofMaxRunning(maxRunning));
	}

	protected JobId insertUnder(String... limits) {
		return insert(job().limits(limits));
	}

	protected List<JobId> insertUnder(int count, String... limits) {
		List<NewJob> jobs = IntStream.range(0, count).mapToObj((i) -> job().limits(limits).build()).toList();
		this.store.intake().insert(jobs);
		return jobs.stream().map(NewJob::id).toList();
	}

	protected @Nullable JobId ownerOf(JobSpec job) {
		return this.store.intake().insert(List.of(job.build())).get(0).owner();
	}

	protected int running(String name) {
		return limits().uses(QUEUE, List.of(name)).get(0).running();
	}

	protected void succeed(ClaimedJob job) {
		assertThat(finish(Outcome.success(job, null))).isEqualTo(FinishResult.APPLIED);
	}

	protected ClaimedJob claimOne(JobId expected) {
		ClaimedJob job = claim();
		assertThat(job.id()).isEqualTo(expected);
		return job;
	}

}
