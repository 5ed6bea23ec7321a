package io.jobqueue.store.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.jobqueue.FlowId;
import io.jobqueue.FlowStatus;
import io.jobqueue.JobEvent;
import io.jobqueue.JobEvent.FlowEnded;
import io.jobqueue.OperatorEvent.FlowCancelled;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.FlowDriver;
import io.jobqueue.flow.PreparedFlow;
import io.jobqueue.store.flow.FlowStore;
import io.jobqueue.store.job.NewJob;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Each end of a flow is published and counted once, by the process that has made it. */
abstract class FlowEndContract extends FlowScene {

	private static final int PROCESSES = 4;

	private static final int FLOWS = 100;

	private final List<JobEvent> published = new CopyOnWriteArrayList<>();

	private final JobEvents events = new JobEvents(List.of(this::note));

	private void note(JobEvent event) {
		if (event instanceof FlowEnded || event instanceof FlowCancelled) {
			this.published.add(event);
		}
	}

	@BeforeEach
	void publish() {
		this.published.clear();
		this.driver = new FlowDriver(this.store, FlowDriver.SHORT, this.events);
	}

	@Override
	protected FlowId create(PreparedFlow flow) {
		FlowDriver.patient(this.store, this.events).create(flow);
		return flow.id();
	}

	private static FlowEnded end(FlowId id, FlowStatus status) {
		return new FlowEnded(id, null, status);
	}

	@Test
	void successIsPublishedOnceWithTheNameOfTheFlow() {
		FlowId id = create(flow(List.of(List.of(task("a")), List.of(task("b")))).named("import"));
		runOnce();
		relay();
		assertThat(this.published).as("after the first stage").isEmpty();
		runAll();
		runAll();
		assertThat(this.published).containsExactly(new FlowEnded(id, "import", FlowStatus.SUCCESS));
		assertThat(this.published.get(0).queue()).isEmpty();
		assertThat(this.driver.flows().ended(FlowStatus.SUCCESS)).isEqualTo(1);
	}

	@Test
	void emptyFlowEndsWithItsCreation() {
		FlowId id = create(flow(List.of(List.of())));
		runAll();
		assertThat(this.published).containsExactly(end(id, FlowStatus.SUCCESS));
	}

	@Test
	void flowThatGoesOnAfterItsFailureEndsAgain() {
		FlowId id = create(flow(List.of(List.of(task("bad")), List.of(task("b")))));
		runAll("bad");
		assertThat(this.published).containsExactly(end(id, FlowStatus.FAILED));
		this.store.actions().requeue(jobs(id).get(0));
		runAll("bad");
		assertThat(this.published).as("it has failed before").containsExactly(end(id, FlowStatus.FAILED));
		this.store.actions().requeue(jobs(id).get(0));
		runAll();
		assertThat(this.published).containsExactly(end(id, FlowStatus.FAILED), end(id, FlowStatus.SUCCESS));
		assertThat(this.driver.flows().ended(FlowStatus.FAILED)).isEqualTo(1);
		assertThat(this.driver.flows().ended(FlowStatus.SUCCESS)).isEqualTo(1);
	}

	@Test
	void cancelledFlowEndsAfterItsCancellation() {
		FlowId id = create(batch(3));
		this.driver.flows().cancel(id);
		this.driver.flows().cancel(id);
		runAll();
		assertThat(this.published).containsExactly(new FlowCancelled(id, null), end(id, FlowStatus.CANCELLED));
		assertThat(this.driver.flows().ended(FlowStatus.CANCELLED)).isEqualTo(1);
	}

	@Test
	void flowThatHasFailedEndsAtOnceWhenItIsCancelled() {
		FlowId id = create(flow(List.of(List.of(task("bad")))));
		runAll("bad");
		this.driver.flows().cancel(id);
		assertThat(this.published).containsExactly(end(id, FlowStatus.FAILED), new FlowCancelled(id, null),
				end(id, FlowStatus.CANCELLED));
	}

	@Test
	void abandonedFlowEnds() {
		PreparedFlow flow = batch(2);
		DyingBackend dying = new DyingBackend(this.store, 3, true);
		assertThat(dying.diesIn(() -> FlowDriver.patient(dying).create(flow))).isTrue();
		if (this.driver.flows().find(flow.id()).isPresent()) {
			awaitFlow(flow.id(), FlowStatus.ABANDONED);
			await().until(() -> {
				this.driver.upkeep();
				runAll();
				return !this.published.isEmpty();
			});
			assertThat(this.published).containsExactly(end(flow.id(), FlowStatus.ABANDONED));
		}
	}

	@Test
	void flowsThatHaveNotEndedAreCounted() {
		FlowStore flows = this.store.part(FlowStore.class);
		assertThat(flows.countLiving()).isZero();
		create(flow(List.of(List.of(task("a")))));
		FlowId id = create(flow(List.of(List.of(task("bad")))));
		FlowId cancelled = create(flow(List.of(List.of(task(OTHER_QUEUE, "c")))));
		assertThat(flows.countLiving()).isEqualTo(3);
		assertThat(flows.isAnyLiving()).isTrue();
		this.driver.flows().cancel(cancelled);
		runAll("bad");
		assertThat(flowStatus(id)).isEqualTo(FlowStatus.FAILED);
		assertThat(flows.countLiving()).isZero();
		assertThat(flows.isAnyLiving()).isFalse();
	}

	/** Those that read the same state would make the same change of it. */
	@Test
	void endIsPublishedOnceHoweverManyProcessesRelayIt() throws Exception {
		List<FlowId> ids = new ArrayList<>();
		for (int i = 0; i < FLOWS; i++) {
			ids.add(create(PreparedFlow.of(newId(), List.of(List.<NewJob>of(task("a"))), null, null, null)));
		}
		runOnce();
		relayFromAllProcesses();
		relay();
		assertThat(this.published).hasSize(FLOWS)
			.containsExactlyInAnyOrderElementsOf(ids.stream().map((id) -> end(id, FlowStatus.SUCCESS)).toList());
	}

	private void relayFromAllProcesses() throws InterruptedException, ExecutionException {
		CyclicBarrier start = new CyclicBarrier(PROCESSES);
		ExecutorService processes = Executors.newFixedThreadPool(PROCESSES);
		try {
			List<Future<?>> all = new ArrayList<>();
			for (int i = 0; i < PROCESSES; i++) {
				FlowDriver process = new FlowDriver(this.store, FlowDriver.SHORT, this.events);
				all.add(processes.submit(() -> {
					start.await();
					return process.relay(QUEUE);
				}));
			}
			for (Future<?> each : all) {
				each.get();
			}
		}
		finally {
			processes.shutdownNow();
		}
	}

}
