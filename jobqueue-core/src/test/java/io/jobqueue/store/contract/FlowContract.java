package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.List;

import io.jobqueue.FlowId;
import io.jobqueue.FlowInfo;
import io.jobqueue.FlowMember;
import io.jobqueue.FlowStatus;
import io.jobqueue.JobStateException;
import io.jobqueue.JobStatus;
import io.jobqueue.QueueFullException;
import io.jobqueue.UniqueKey;
import io.jobqueue.flow.PreparedFlow;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;
import io.jobqueue.store.limit.QueueRulesStore;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Batches and chains: what follows starts once, when all jobs have ended, and never
 * before.
 */
abstract class FlowContract extends FlowScene {

	@Test
	void batchFiresOnceWhenAllHaveSucceeded() {
		FlowId id = create(batch(5));
		assertThat(flow(id)).extracting(FlowInfo::status, FlowInfo::jobs, FlowInfo::open)
			.containsExactly(FlowStatus.RUNNING, 5, 5);
		runOnce();
		relay();
		assertThat(flow(id)).extracting(FlowInfo::status, FlowInfo::succeeded).containsExactly(FlowStatus.SUCCESS, 5);
		runAll();
		assertThat(this.ran).hasSize(7);
		assertThat(this.ran.subList(5, 7)).containsExactlyInAnyOrder("success", "complete");
		assertThat(flow(id).followers()).hasSize(2);
		assertThat(flow(id).endedAt()).isNotNull();
		relay();
		this.driver.upkeep();
		runAll();
		assertThat(this.ran).hasSize(7);
	}

	@Test
	void failureIsFollowedWhenAllHaveEnded() {
		FlowId id = create(flow(List.of(List.of(task("good"), task("bad"), task(OTHER_QUEUE, "good")))));
		runAll("bad");
		assertThat(flow(id)).extracting(FlowInfo::status, FlowInfo::succeeded, FlowInfo::failed)
			.containsExactly(FlowStatus.FAILED, 2, 1);
		assertThat(this.ran).contains("failure", "complete").doesNotContain("success");
		assertThat(members(id)).extracting(FlowMember::state)
			.containsExactly(FlowMember.State.SUCCEEDED, FlowMember.State.FAILED, FlowMember.State.SUCCEEDED);
	}

	@Test
	void stagesOfAChainRunOneAfterTheOther() {
		FlowId id = create(
				flow(List.of(List.of(task("a")), List.of(task(OTHER_QUEUE, "b1"), task("b2")), List.of(task("c")))));
		assertThat(flow(id)).extracting(FlowInfo::stage, FlowInfo::stages, FlowInfo::jobs).containsExactly(1, 3, 1);
		runOnce();
		assertThat(this.ran).containsExactly("a");
		runOnce();
		assertThat(this.ran).as("before the relay").containsExactly("a");
		relay();
		assertThat(flow(id)).extracting(FlowInfo::stage, FlowInfo::jobs).containsExactly(2, 3);
		runAll();
		assertThat(this.ran.subList(1, 3)).containsExactlyInAnyOrder("b1", "b2");
		assertThat(this.ran.get(3)).isEqualTo("c");
		assertThat(this.ran.subList(4, 6)).containsExactlyInAnyOrder("success", "complete");
		assertThat(flowStatus(id)).isEqualTo(FlowStatus.SUCCESS);
	}

	@Test
	void chainStopsAtItsFirstFailureAndGoesOnWhenThatIsRequeued() {
		FlowId id = create(flow(List.of(List.of(task("a")), List.of(task("b")), List.of(task("c")))));
		runAll("b");
		assertThat(flowStatus(id)).isEqualTo(FlowStatus.FAILED);
		assertThat(this.ran).containsExactlyInAnyOrder("a", "b", "failure", "complete");
		this.store.actions().requeue(jobs(id).get(1));
		runAll();
		assertThat(flowStatus(id)).isEqualTo(FlowStatus.SUCCESS);
		assertThat(this.ran).containsExactlyInAnyOrder("a", "b", "failure", "complete", "b", "c", "success");
		this.store.actions().requeue(jobs(id).get(2));
		runAll("c");
		assertThat(flowStatus(id)).as("what was good stays good").isEqualTo(FlowStatus.SUCCESS);
		assertThat(ran("success")).isEqualTo(1);
	}

	@Test
	void emptyBatchFiresAtOnceAndEmptyStagesArePassed() {
		FlowId id = create(flow(List.of(List.of())));
		assertThat(flowStatus(id)).isEqualTo(FlowStatus.SUCCESS);
		runAll();
		assertThat(this.ran).containsExactlyInAnyOrder("success", "complete");
		FlowId staged = create(flow(List.of(List.of(), List.of(), List.of(task("a")), List.of())));
		assertThat(flow(staged)).extracting(FlowInfo::status, FlowInfo::stage).containsExactly(FlowStatus.RUNNING, 3);
		runAll();
		assertThat(flowStatus(staged)).isEqualTo(FlowStatus.SUCCESS);
	}

	@Test
	void manyPartsOfABatchAndOfLaterStagesAreAllThere() {
		FlowId id = create(flow(List.of(tasks("first", 1_203), tasks("second", 1_001))));
		assertThat(flow(id).jobs()).isEqualTo(1_203);
		runAll();
		assertThat(flow(id)).extracting(FlowInfo::status, FlowInfo::jobs, FlowInfo::succeeded)
			.containsExactly(FlowStatus.SUCCESS, 2_204, 2_204);
		assertThat(ran("first")).isEqualTo(1_203);
		assertThat(ran("second")).isEqualTo(1_001);
		assertThat(ran("success")).isEqualTo(1);
		assertThat(members(id)).hasSize(1_000).extracting(FlowMember::place).startsWith(0, 1, 2);
		assertThat(this.driver.flows().members(id, 2_200, 100)).hasSize(4);
		assertThat(this.driver.flows().members(id, 2_204, 100)).isEmpty();
	}

	@Test
	void jobThatIsDeletedCancelledOrLostCountsAsFailed() {
		FlowId deleted = create(batch(1));
		this.store.actions().delete(jobs(deleted).get(0));
		runAll();
		assertThat(flowStatus(deleted)).isEqualTo(FlowStatus.FAILED);
		assertThat(members(deleted)).extracting(FlowMember::state).containsExactly(FlowMember.State.MISSING);
		FlowId cancelled = create(batch(1));
		this.store.actions().cancel(jobs(cancelled).get(0));
		runAll();
		assertThat(flowStatus(cancelled)).isEqualTo(FlowStatus.FAILED);
		FlowId poisoned = create(flow(List.of(List.of(task("a")))));
		lose();
		claim(WORKER, 1, Duration.ofMillis(50));
		awaitReclaim(1, 1);
		runAll();
		assertThat(flowStatus(poisoned)).isEqualTo(FlowStatus.FAILED);
		assertThat(ran("failure")).isEqualTo(3);
	}

	@Test
	void jobThatMovedToAnotherQueueIsStillAMember() {
		FlowId id = create(flow(List.of(List.of(task("a")))));
		ClaimedJob job = claim();
		finish(Outcome.retry(job, Duration.ZERO, ERROR).withQueue(OTHER_QUEUE));
		await().until(() -> {
			this.store.maintenance().reclaim(QUEUE, 3, 100);
			runAll();
			return flowStatus(id) == FlowStatus.SUCCESS;
		});
		assertThat(this.ran).containsExactlyInAnyOrder("a", "success", "complete");
	}

	@Test
	void jobWhoseUniqueKeyIsTakenIsSkipped() {
		JobTraits key = JobTraits.of(UniqueTrait.of(UniqueKey.of("k"), "a", "k"));
		NewJob owner = task("a").withTraits(key);
		this.store.intake().insert(List.of(owner));
		FlowId id = create(flow(List.of(List.of(task("a").withTraits(key), task("b")))));
		assertThat(flow(id)).extracting(FlowInfo::jobs, FlowInfo::succeeded).containsExactly(2, 1);
		assertThat(members(id)).extracting(FlowMember::state)
			.containsExactly(FlowMember.State.SKIPPED, FlowMember.State.OPEN);
		runAll();
		assertThat(flowStatus(id)).isEqualTo(FlowStatus.SUCCESS);
		assertThat(ran("a")).as("the owner").isEqualTo(1);
	}

	@Test
	void cancelStopsWhatWaitsAndFiresCompleteOnly() {
		FlowId id = create(flow(List.of(List.of(task("a"), task("b")), List.of(task("c")))));
		ClaimedJob running = claim();
		assertThat(this.driver.flows().cancel(id)).isTrue();
		assertThat(this.driver.flows().cancel(id)).isFalse();
		assertThat(finish(Outcome.success(running, null))).isEqualTo(FinishResult.STALE);
		runAll();
		assertThat(flow(id)).extracting(FlowInfo::status, FlowInfo::failed).containsExactly(FlowStatus.CANCELLED, 2);
		assertThat(this.ran).containsExactly("complete");
		assertThat(jobs(id)).allSatisfy((job) -> assertThat(status(job)).isEqualTo(JobStatus.CANCELLED));
		assertThatExceptionOfType(JobStateException.class).isThrownBy(() -> this.driver.add(id, List.of(task("late"))));
		assertThat(this.driver.flows().cancel(newId())).isFalse();
	}

	@Test
	void failedFlowThatIsCancelledIsNotResumed() {
		FlowId id = create(flow(List.of(List.of(task("a")), List.of(task("b")))));
		runAll("a");
		assertThat(this.driver.flows().cancel(id)).isTrue();
		this.store.actions().requeue(jobs(id).get(0));
		runAll();
		assertThat(flowStatus(id)).isEqualTo(FlowStatus.CANCELLED);
		assertThat(this.ran).containsExactlyInAnyOrder("a", "failure", "complete", "a");
	}

	@Test
	void cancelStopsJobsThatWereRequeued() {
		FlowId failed = create(flow(List.of(List.of(task("a")), List.of(task("b")))));
		runAll("a");
		this.store.actions().requeue(jobs(failed).get(0));
		assertThat(this.driver.flows().cancel(failed)).isTrue();
		assertThat(status(jobs(failed).get(0))).isEqualTo(JobStatus.CANCELLED);
		FlowId running = create(flow(List.of(List.of(task("bad"), task("good"), task("open")))));
		runOnce("bad", "open");
		jobs(running).forEach((job) -> this.store.actions().requeue(job));
		assertThat(this.driver.flows().cancel(running)).isTrue();
		runAll();
		assertThat(this.ran).containsOnlyOnce("a", "bad", "good", "open").doesNotContain("success");
	}

	@Test
	void memberAddsJobsWhileItRuns() {
		FlowId id = create(flow(List.of(List.of(task("parent")))));
		ClaimedJob parent = claim();
		assertThat(this.driver.add(id, tasks("child", 501))).hasSize(501);
		runAll();
		assertThat(flow(id)).extracting(FlowInfo::status, FlowInfo::jobs, FlowInfo::open)
			.containsExactly(FlowStatus.RUNNING, 502, 1);
		finish(Outcome.success(parent, null));
		relay();
		runAll();
		assertThat(flowStatus(id)).isEqualTo(FlowStatus.SUCCESS);
		assertThat(ran("success")).isEqualTo(1);
	}

	@Test
	void fullQueueCancelsTheFlowAndTakesWhatFollows() {
		QueueRulesStore rules = this.store.part(QueueRulesStore.class);
		rules.update(QUEUE, (present) -> present.withMaxSize(1));
		PreparedFlow full = flow(List.of(List.of(task("a"), task("b"))));
		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> create(full))
			.withMessageContaining(QUEUE)
			.withMessageContaining("max-size");
		assertThat(flowStatus(full.id())).isIn(null, FlowStatus.CANCELLED);
		runAll();
		assertThat(this.ran).doesNotContain("a", "b", "success", "failure");
		this.ran.clear();
		FlowId id = create(flow(List.of(List.of(task("a")))));
		runOnce();
		insert();
		relay();
		runAll();
		assertThat(flowStatus(id)).isEqualTo(FlowStatus.SUCCESS);
		assertThat(this.ran).contains("success", "complete");
	}

	@Test
	void delayOfALaterStageBeginsWithIt() {
		NewJob later = task("later");
		FlowId id = create(flow(List.of(List.of(task("a")),
				List.of(new NewJob(later.id(), QUEUE, later.details().withPriority(7), Duration.ofHours(1), null)))));
		runAll();
		assertThat(info(later.id())).extracting("status", "priority").containsExactly(JobStatus.SCHEDULED, 7);
		this.store.actions().runNow(later.id());
		runAll();
		assertThat(flowStatus(id)).isEqualTo(FlowStatus.SUCCESS);
	}

}
