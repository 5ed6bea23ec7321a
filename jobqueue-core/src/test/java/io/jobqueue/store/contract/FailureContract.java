package io.jobqueue.store.contract;

import java.util.ArrayList;
import java.util.List;

import io.jobqueue.FailureGroup;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.JobSummary;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.management.StoreJobOperator;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The groups of dead letters.
 */
abstract class FailureContract extends StoreContract {

	@Test
	void failuresAreGroupedTheLargestFirst() {
		ended(job().task("bill"), JobStatus.TIMEOUT);
		ended(JobStatus.FAILED);
		ended(JobStatus.MAX_RETRIES);
		ended(JobStatus.ABORTED);
		assertThat(this.store.queries().failures()).containsExactly(new FailureGroup(QUEUE, "greet", ERROR.type(), 2),
				new FailureGroup(QUEUE, "bill", ERROR.type(), 1));
	}

	@Test
	void deadLetterWithoutAnErrorIsOfNoType() {
		finish(Outcome.end(insertAndClaim(), JobStatus.TIMEOUT, null));
		assertThat(this.store.queries().failures()).containsExactly(new FailureGroup(QUEUE, "greet", "", 1));
	}

	@Test
	void equalGroupsOfFailuresAreSorted() {
		ended(job().task("b"), JobStatus.FAILED);
		ended(job().task("a"), JobStatus.FAILED);
		assertThat(this.store.queries().failures()).extracting(FailureGroup::task).containsExactly("a", "b");
	}

	@Test
	void failuresForgetWhatIsNoDeadLetterAnyMore() {
		JobId requeued = ended(JobStatus.FAILED);
		JobId deleted = ended(JobStatus.FAILED);
		this.store.actions().requeue(requeued);
		assertThat(this.store.queries().failures()).extracting(FailureGroup::count).containsExactly(1L);
		this.store.actions().delete(deleted);
		assertThat(this.store.queries().failures()).isEmpty();
	}

	@Test
	void groupSaysWhenItsJobsEndedAndNamesTheLast() {
		JobId first = ended(JobStatus.FAILED);
		await().until(() -> this.store.queries().now().isAfter(info(first).endedAt()));
		JobId last = ended(JobStatus.TIMEOUT);
		ended(job().task("bill"), JobStatus.FAILED);
		JobExplorer explorer = new StoreJobExplorer(this.store, new JacksonJobSerializer(JsonMapper.builder().build()));
		FailureGroup group = explorer.failures().get(0);
		assertThat(group).isEqualTo(
				new FailureGroup(QUEUE, "greet", ERROR.type(), 2, info(first).endedAt(), info(last).endedAt(), last));
		assertThat(explorer.summaries(group.query()).jobs()).extracting(JobSummary::id)
			.containsExactlyInAnyOrder(first, last);
		assertThat(explorer.count(group.query())).isEqualTo(2);
		assertThat(new StoreJobOperator(this.store, () -> null).requeue(group.query())).isEqualTo(2);
		assertThat(explorer.failures()).extracting(FailureGroup::task).containsExactly("bill");
	}

	@Test
	void firstOfAGroupIsNotKnownWhereNotAllAreRead() {
		insert(1_000);
		List<ClaimedJob> jobs = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			jobs.addAll(claim(100));
		}
		for (int i = 0; i < jobs.size(); i += 100) {
			this.store.feed()
				.finish(QUEUE, WORKER,
						jobs.subList(i, i + 100)
							.stream()
							.map((job) -> Outcome.end(job, JobStatus.FAILED, ERROR))
							.toList());
		}
		ended(JobStatus.TIMEOUT);
		ended(JobStatus.MAX_RETRIES);
		FailureGroup group = new StoreJobExplorer(this.store, new JacksonJobSerializer(JsonMapper.builder().build()))
			.failures()
			.get(0);
		assertThat(group.count()).isEqualTo(1_002);
		assertThat(group.firstAt()).isNull();
		assertThat(group.lastAt()).isNotNull();
	}

}
