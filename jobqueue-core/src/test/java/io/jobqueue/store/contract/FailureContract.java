package io.jobqueue.store.contract;

import io.jobqueue.FailureGroup;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.Outcome;
import org.junit.jupiter.api.Test;

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

}
