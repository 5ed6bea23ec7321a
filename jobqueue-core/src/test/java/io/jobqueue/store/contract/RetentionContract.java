package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.jobqueue.JobId;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

abstract class RetentionContract extends StoreContract {

	@Test
	void nothingIsPrunedInsideTimeAndCount() {
		ended(JobStatus.SUCCESS);
		assertThat(prune(LONG, 1, 100)).isZero();
		assertThat(size(JobStatus.SUCCESS)).isEqualTo(1);
	}

	@Test
	void oldJobsArePruned() {
		JobId id = ended(JobStatus.SUCCESS);
		await().until(() -> prune(SHORT, 100, 100) == 1);
		assertThat(this.store.browser().find(List.of(id))).isEmpty();
		assertThat(this.store.browser().search(JobQuery.all()).jobs()).isEmpty();
		assertThat(size(JobStatus.SUCCESS)).isZero();
	}

	@Test
	void moreThanTheCountArePrunedTheOldestFirst() {
		List<JobId> ids = IntStream.range(0, 4).mapToObj((i) -> ended(JobStatus.SUCCESS)).toList();
		assertThat(prune(LONG, 1, 100)).isEqualTo(3);
		assertThat(this.store.browser().find(ids)).containsOnlyKeys(ids.get(3));
	}

	@Test
	void pruneIsBounded() {
		IntStream.range(0, 5).forEach((i) -> ended(JobStatus.SUCCESS));
		assertThat(prune(LONG, 0, 2)).isEqualTo(2);
		assertThat(prune(LONG, 0, 100)).isEqualTo(3);
		assertThat(prune(LONG, 0, 100)).isZero();
	}

	@Test
	void otherStatusesAndQueuesArePrunedOnTheirOwn() {
		JobId failed = ended(JobStatus.FAILED);
		JobId waiting = insert();
		assertThat(prune(Duration.ZERO, 0, 100)).isZero();
		assertThat(this.store.maintenance().prune(OTHER_QUEUE, JobStatus.FAILED, Duration.ZERO, 0, 100)).isZero();
		assertThat(this.store.browser().find(List.of(failed, waiting))).hasSize(2);
	}

	@Test
	void prunedDeadLettersLeaveTheFailures() {
		ended(JobStatus.FAILED);
		ended(JobStatus.FAILED);
		assertThat(this.store.maintenance().prune(QUEUE, JobStatus.FAILED, LONG, 1, 100)).isEqualTo(1);
		assertThat(this.store.browser().failures()).singleElement()
			.satisfies((group) -> assertThat(group.count()).isEqualTo(1));
	}

	@Test
	void requeuedJobIsNotPruned() {
		JobId id = ended(JobStatus.SUCCESS);
		this.store.control().requeue(id);
		assertThat(prune(Duration.ZERO, 0, 100)).isZero();
		assertThat(claim().id()).isEqualTo(id);
	}

	private int prune(Duration keep, long count, int limit) {
		return this.store.maintenance().prune(QUEUE, JobStatus.SUCCESS, keep, count, limit);
	}

}
