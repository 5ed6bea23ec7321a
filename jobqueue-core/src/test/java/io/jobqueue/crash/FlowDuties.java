package io.jobqueue.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.jobqueue.FlowId;
import io.jobqueue.FlowInfo;
import io.jobqueue.FlowStatus;
import io.jobqueue.JobId;
import io.jobqueue.JobQueueException;
import io.jobqueue.flow.FlowDriver;
import io.jobqueue.flow.FlowOptions;
import io.jobqueue.flow.PreparedFlow;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.drain.WorkerDrains;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.stack.StackRequest;
import io.jobqueue.store.stack.StackRequests;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole life of a flow, and requests for stacks, whose replies may be lost. */
final class FlowDuties {

	private static final FlowOptions OPTIONS = new FlowOptions(Duration.ofSeconds(1), Duration.ofMillis(200),
			Duration.ofSeconds(4), Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofSeconds(2), 1_000);

	private final StoreBackend store;

	private final FlowDriver driver;

	private final List<String> ran = new ArrayList<>();

	private String queue = "";

	FlowDuties(StoreBackend store) {
		this.store = store;
		this.driver = new FlowDriver(store, OPTIONS);
	}

	/** What an application was told is not dispatched, it dispatches again. */
	void live() {
		this.ran.clear();
		this.queue = "flows-" + UUID.randomUUID();
		List<FlowId> ids = new ArrayList<>();
		FlowId complete = null;
		while (complete == null) {
			PreparedFlow flow = PreparedFlow.of(FlowId.of("flow-" + UUID.randomUUID()),
					List.of(List.of(job("first")), List.of(job("second"))), job("success"), null, null);
			ids.add(flow.id());
			try {
				this.driver.create(flow);
				complete = flow.id();
			}
			catch (JobQueueException ex) {
				assertThat(ids).hasSizeLessThan(5);
			}
		}
		FlowId last = complete;
		Scene.await().until(() -> lookAt(last));
		Scene.await().until(() -> {
			run();
			Duties.patiently(() -> this.driver.relay(this.queue));
			Duties.patiently(this.driver::upkeep);
			return status(last) == FlowStatus.SUCCESS && this.ran.contains("success");
		});
		assertThat(this.ran.stream().filter("success"::equals)).hasSize(1);
		Scene.await().until(() -> {
			Duties.patiently(this.driver::upkeep);
			Duties.patiently(() -> this.driver.relay(this.queue));
			Duties.patiently(this.driver::prune);
			return ids.stream().allMatch((id) -> status(id) == null);
		});
	}

	/** Maintenance has looked at the flow, which does nothing yet. */
	private boolean lookAt(FlowId id) {
		int[] looked = new int[1];
		Duties.patiently(() -> looked[0] = this.driver.upkeep());
		assertThat(status(id)).isEqualTo(FlowStatus.RUNNING);
		return looked[0] > 0;
	}

	private FlowStatus status(FlowId id) {
		return this.driver.flows().find(id).map(FlowInfo::status).orElse(null);
	}

	private NewJob job(String task) {
		return new NewJob(JobId.of(this.queue + "-" + UUID.randomUUID()), this.queue, task, "null");
	}

	private void run() {
		this.store.feed().claim(new ClaimRequest(this.queue, "w", 10, Duration.ofMinutes(1))).jobs().forEach((job) -> {
			this.ran.add(job.task());
			this.store.feed().finish(this.queue, "w", List.of(Outcome.success(job, null)));
		});
	}

	void askForStack() {
		StackRequests requests = this.store.part(StackRequests.class);
		String worker = "w-" + UUID.randomUUID();
		StackRequest request = new StackRequest(UUID.randomUUID().toString(), JobId.of("emails-1"), 1);
		Set<StackRequest> waiting = new HashSet<>();
		Scene.await().ignoreException(StoreUnavailableException.class).until(() -> {
			Duties.patiently(() -> assertThat(requests.ask(worker, request)).isTrue());
			List<StackRequest> taken = requests.waiting(worker);
			assertThat(taken).doesNotHaveDuplicates();
			waiting.addAll(taken);
			return !taken.isEmpty();
		});
		assertThat(waiting).containsExactly(request);
		requests.withdraw(request);
	}

	void drainWorker() {
		WorkerDrains drains = this.store.part(WorkerDrains.class);
		String worker = "w-" + UUID.randomUUID();
		Duties.patiently(() -> drains.drain(worker, WorkerDrains.LIFETIME));
		Duties.patiently(() -> assertThat(drains.look(worker)).isTrue());
		Duties.patiently(() -> drains.resume(worker));
		Duties.patiently(() -> assertThat(drains.draining()).doesNotContain(worker));
	}

}
