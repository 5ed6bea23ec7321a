package io.jobqueue.store.contract;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.jobqueue.FlowId;
import io.jobqueue.FlowStatus;
import io.jobqueue.JobInfo;
import io.jobqueue.flow.FlowDriver;
import io.jobqueue.flow.PreparedFlow;
import io.jobqueue.store.job.NewJob;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process dies at any call to the store, before or after the call is made: what it
 * began is completed or undone by another one, and nothing happens twice.
 */
abstract class FlowDeathContract extends FlowScene {

	private static final int MOST_CALLS = 200;

	@Test
	void creationIsCompleteOrAbandoned() {
		int calls = atEachCall(() -> flow(List.of(tasks("a", 3), List.of(task("b")))), (scene) -> {
			this.ran.clear();
			boolean died = scene.diesIn((driver) -> driver.create(scene.flow));
			await().untilAsserted(() -> {
				this.driver.upkeep();
				runAll();
				FlowStatus status = flowStatus(scene.flow.id());
				assertThat(status).isIn(null, FlowStatus.ABANDONED, FlowStatus.SUCCESS);
				assertThat(this.store.queries().find(scene.flow.jobs().stream().map(NewJob::id).toList()).values())
					.allMatch((job) -> job.status().isEnd());
				assertThat(died || status == FlowStatus.SUCCESS).isTrue();
				assertThat(ran("success")).isEqualTo((status == FlowStatus.SUCCESS) ? 1 : 0);
				assertThat(ran("complete")).isEqualTo((status == FlowStatus.SUCCESS) ? 1 : 0);
				assertThat(ran("b")).isEqualTo((status == FlowStatus.SUCCESS) ? 1 : 0);
			});
			return died;
		});
		assertThat(calls).isGreaterThan(5);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3 })
	void relayOfTheEndOfAStageIsCompleted(int stage) {
		atEachCall(() -> flow(List.of(List.of(task("a")), List.of(task("b"), task("b")), List.of(task("c")))),
				(scene) -> {
					this.ran.clear();
					create(scene.flow);
					for (int i = 1; i < stage; i++) {
						runOnce();
						relay();
					}
					runOnce();
					boolean died = scene.diesIn((driver) -> driver.relay(QUEUE));
					awaitSuccess(scene.flow.id());
					assertThat(this.ran).containsExactlyInAnyOrder("a", "b", "b", "c", "success", "complete");
					return died;
				});
	}

	@Test
	void upkeepOfWhatOthersHaveLeftIsCompleted() {
		atEachCall(() -> flow(List.of(List.of(task("a")), List.of(task("b")))), (scene) -> {
			this.ran.clear();
			create(scene.flow);
			runOnce();
			new DyingBackend(this.store, 6, true).diesIn(() -> relayBy(scene, 6));
			boolean[] died = new boolean[1];
			await().until(() -> {
				died[0] = scene.diesIn(FlowDriver::upkeep);
				return died[0] || this.ran.size() > 1 || runOnce() > 0
						|| flowStatus(scene.flow.id()) != FlowStatus.RUNNING;
			});
			awaitSuccess(scene.flow.id());
			assertThat(this.ran).containsExactlyInAnyOrder("a", "b", "success", "complete");
			return died[0];
		});
	}

	private void relayBy(Scene scene, int last) {
		scene.at(last).relay(QUEUE);
	}

	@Test
	void cancellationIsCompleted() {
		atEachCall(() -> flow(List.of(tasks("a", 4))), (scene) -> {
			this.ran.clear();
			create(scene.flow);
			boolean died = scene.diesIn((driver) -> driver.flows().cancel(scene.flow.id()));
			await().untilAsserted(() -> {
				this.driver.upkeep();
				runAll();
				assertThat(flowStatus(scene.flow.id())).isIn(FlowStatus.CANCELLED, FlowStatus.SUCCESS);
				assertThat(ran("complete")).isEqualTo(1);
				assertThat(this.store.queries().find(jobs(scene.flow.id())).values()).map(JobInfo::status)
					.allMatch((status) -> status.isEnd());
			});
			return died;
		});
	}

	/** It succeeds, and nothing more comes of it. */
	private void awaitSuccess(FlowId id) {
		awaitFlow(id, FlowStatus.SUCCESS);
		await().until(() -> {
			this.driver.upkeep();
			runAll();
			return ran("success") > 0 && ran("complete") > 0;
		});
		relay();
		runAll();
	}

	/** At which calls a process dies: at each of so many. */
	protected int stride() {
		return 1;
	}

	/** Let a process die at each call of something, before the call and after it. */
	private int atEachCall(Supplier<PreparedFlow> flow, Deadly something) {
		int call = 1;
		for (boolean died = true; died; call += stride()) {
			assertThat(call).isLessThan(MOST_CALLS);
			died = something.dies(new Scene(call, false, flow.get()));
			died |= something.dies(new Scene(call, true, flow.get()));
		}
		return call;
	}

	@FunctionalInterface
	private interface Deadly {

		/** Answers whether the process has died. */
		boolean dies(Scene scene);

	}

	/** A process that dies at a call, and a flow. */
	private final class Scene {

		private final int call;

		private final boolean made;

		private final PreparedFlow flow;

		private Scene(int call, boolean made, PreparedFlow flow) {
			this.call = call;
			this.made = made;
			this.flow = flow;
		}

		private boolean diesIn(Consumer<FlowDriver> work) {
			DyingBackend dying = new DyingBackend(FlowDeathContract.this.store, this.call, this.made);
			return dying.diesIn(() -> work.accept(new FlowDriver(dying)));
		}

		private FlowDriver at(int last) {
			return new FlowDriver(new DyingBackend(FlowDeathContract.this.store, last, true));
		}

	}

}
