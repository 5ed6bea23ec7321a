package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.jobqueue.FlowId;
import io.jobqueue.FlowInfo;
import io.jobqueue.FlowMember;
import io.jobqueue.FlowStatus;
import io.jobqueue.JobId;
import io.jobqueue.JobStateException;
import io.jobqueue.JobStatus;
import io.jobqueue.flow.FlowDriver;
import io.jobqueue.flow.FlowOptions;
import io.jobqueue.flow.PreparedFlow;
import io.jobqueue.store.flow.FlowChange;
import io.jobqueue.store.flow.FlowStore;
import io.jobqueue.store.flow.StoredFlow;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.StatusRetention;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Flows are listed, kept for a time, and forgotten; their jobs are inserted in time or
 * never.
 */
abstract class FlowKeepContract extends FlowScene {

	@Test
	void flowsAreListedTheNewestFirstAndPrunedInBounds() {
		List<FlowId> ids = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			ids.add(0, create(batch(1)));
		}
		assertThat(this.driver.flows().list(null, 3).flows()).extracting(FlowInfo::id).isEqualTo(ids.subList(0, 3));
		assertThat(this.driver.flows().list(null, 3).next()).isEqualTo(ids.get(2));
		assertThat(this.driver.flows().list(ids.get(2), 3).flows()).extracting(FlowInfo::id)
			.isEqualTo(ids.subList(3, 5));
		assertThat(this.driver.flows().list(ids.get(2), 3).next()).isNull();
		assertThat(this.driver.prune()).isZero();
		runAll();
		FlowDriver few = new FlowDriver(this.store,
				FlowDriver.SHORT.withKeep(Duration.ofDays(1), Duration.ofDays(1), 3));
		assertThat(few.prune()).isEqualTo(2);
		FlowDriver brief = new FlowDriver(this.store,
				FlowDriver.SHORT.withKeep(Duration.ofMillis(1), Duration.ofMillis(1), 100));
		FlowId ended = brief.flows().list(null, 1).flows().get(0).id();
		PreparedFlow next = batch(1);
		brief.create(next);
		runOnce();
		QUEUES.forEach(brief::relay);
		runAll();
		await().untilAsserted(() -> {
			brief.prune();
			assertThat(brief.flows().find(next.id())).isEmpty();
		});
		assertThat(brief.flows().find(ended)).isPresent();
		assertThat(brief.flows().members(next.id(), 0, 10)).isEmpty();
	}

	@Test
	void noticesOfAFlowThatIsGoneAreDropped() {
		FlowDriver brief = new FlowDriver(this.store,
				FlowDriver.SHORT.withKeep(Duration.ofMillis(1), Duration.ofMillis(1), 100));
		PreparedFlow flow = batch(2);
		brief.create(flow);
		brief.flows().cancel(flow.id());
		await().untilAsserted(() -> {
			runAll();
			brief.prune();
			assertThat(brief.flows().find(flow.id())).isEmpty();
		});
		flow.stages().get(0).forEach((job) -> this.store.actions().requeue(job.id()));
		runAll();
		assertThat(this.driver.relay(QUEUE)).isFalse();
	}

	@Test
	void queueWithNoticesIsNotForgotten() {
		FlowId id = create(flow(List.of(List.of(task("a")))));
		runOnce();
		this.store.maintenance().prune(QUEUE, Map.of(JobStatus.SUCCESS, new StatusRetention(Duration.ZERO, 0)), 100);
		this.store.feed().leave(WORKER, QUEUES);
		relay();
		runAll();
		assertThat(flowStatus(id)).as("after its job was pruned").isEqualTo(FlowStatus.SUCCESS);
		assertThat(ran("success")).isEqualTo(1);
	}

	@Test
	void flowThatCannotBeReadKeepsNoOtherFromGoingOn() {
		FlowId unknown = create(flow(List.of(List.of(task("a")))));
		rewrite(unknown, "\u001fs=RUNNING");
		FlowId cut = create(flow(List.of(List.of(task("a")))));
		rewrite(cut, stored(cut).state() + "\u001fc=p1:x");
		FlowId good = create(flow(List.of(List.of(task("b")))));
		runAll();
		await().until(() -> this.driver.upkeep() > 0);
		runAll();
		assertThat(flowStatus(good)).isEqualTo(FlowStatus.SUCCESS);
		assertThat(this.ran).containsOnlyOnce("success", "complete");
		assertThat(this.driver.flows().list(null, 10).flows()).extracting(FlowInfo::id).containsExactly(good);
		assertThatExceptionOfType(JobStateException.class).isThrownBy(() -> flow(cut))
			.withMessageContaining(cut.value())
			.withMessageContaining("release");
	}

	private StoredFlow stored(FlowId id) {
		return Objects.requireNonNull(this.store.part(FlowStore.class).read(id));
	}

	private void rewrite(FlowId id, String state) {
		FlowChange change = new FlowChange(id, stored(id).version(), null, state, List.of(), 1, Map.of(), null);
		assertThat(this.store.part(FlowStore.class).change(change)).isTrue();
	}

	@Test
	void unknownFlowIsFoundNowhere() {
		assertThat(this.driver.flows().find(newId())).isEmpty();
		assertThat(this.driver.flows().members(newId(), 0, 10)).isEmpty();
		assertThat(this.driver.flows().list(null, 10).flows()).isEmpty();
		assertThat(this.store.part(FlowStore.class).isAnyLiving()).isFalse();
		assertThatExceptionOfType(JobStateException.class)
			.isThrownBy(() -> this.driver.add(newId(), List.of(task("a"))));
	}

	@Test
	void flowWhoseJobsComeTooLateIsNotFollowed() {
		FlowOptions passed = new FlowOptions(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(-1),
				Duration.ofMinutes(1), Duration.ofDays(1), Duration.ofDays(1), 1_000);
		PreparedFlow flow = flow(List.of(tasks("a", 2), List.of(task("b"))));
		assertThatExceptionOfType(JobStateException.class)
			.isThrownBy(() -> new FlowDriver(this.store, passed).create(flow))
			.withMessageContaining("were not inserted");
		runAll();
		await().until(() -> {
			this.driver.upkeep();
			runAll();
			return flowStatus(flow.id()) == null || flowStatus(flow.id()) == FlowStatus.ABANDONED;
		});
		assertThat(this.ran).isEmpty();
	}

	@Test
	void jobsOfAFlowAreInsertedUntilADeadlineOnly() {
		List<NewJob> jobs = tasks("member", 3);
		FlowId id = create(flow(List.of(List.of(task("a")))));
		this.driver.addWithoutInsert(id, jobs.get(0));
		runAll();
		assertThat(flowStatus(id)).as("with a job that may still come").isEqualTo(FlowStatus.RUNNING);
		awaitFlow(id, FlowStatus.SUCCESS);
		assertThat(members(id)).extracting(FlowMember::state)
			.containsExactly(FlowMember.State.SUCCEEDED, FlowMember.State.SKIPPED);
		assertThat(this.ran).contains("success", "complete");
		JobId known = jobs(id).get(1);
		assertThat(this.store.queries().find(List.of(known))).isEmpty();
	}

}
