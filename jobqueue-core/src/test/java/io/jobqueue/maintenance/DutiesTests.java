package io.jobqueue.maintenance;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.jobqueue.JobStatus;
import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.ForwardingQueries;
import io.jobqueue.store.JobMaintenance;
import io.jobqueue.store.JobMaintenance.Pruned;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.job.StatusRetention;
import io.jobqueue.store.memory.MemoryStoreBackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class DutiesTests {

	private final List<String> calls = new ArrayList<>();

	private final Deque<Object> answers = new ArrayDeque<>();

	private final List<String> queues = new ArrayList<>();

	@Test
	void aPassLooksAtTheQueuesServedHereOnly() {
		assertThat(prune(List.of("a", "b")).runOnce()).isZero();
		assertThat(this.calls).containsExactly("a", "b");
	}

	@Test
	void onlyWhatHadSomethingToPruneIsLookedAtAgain() {
		PruneEndedJobs prune = prune(List.of("a", "b"));
		this.answers.add(new Pruned(7, false));
		prune.runOnce();
		this.calls.clear();
		prune.runAgain();
		prune.runAgain();
		assertThat(this.calls).containsExactly("a");
	}

	@Test
	void aFullBatchIsFollowedByAnother() {
		this.answers.addAll(List.of(new Pruned(500, false), new Pruned(500, false), new Pruned(3, true)));
		assertThat(prune(List.of("a")).runOnce()).isEqualTo(1003);
	}

	@Test
	void aPassThroughTheOthersEndsAfterTenWithoutWorkAndGoesOnThere() {
		IntStream.range(10, 40).forEach((i) -> this.queues.add("q" + i));
		PruneEndedJobs prune = prune(List.of("q15"));
		prune.runOnOtherQueues();
		assertThat(this.calls).hasSize(10).startsWith("q10").doesNotContain("q15").endsWith("q20");
		this.calls.clear();
		prune.runOnOtherQueues();
		assertThat(this.calls).hasSize(10).startsWith("q21").endsWith("q30");
		prune.runOnOtherQueues();
		assertThat(this.calls).hasSize(20).endsWith("q10");
	}

	@Test
	void aPassThroughTheOthersGoesOnWhileThereIsMuchToDo() {
		IntStream.range(10_000, 11_000).forEach((i) -> this.queues.add("q" + i));
		IntStream.range(0, 2_000).forEach((i) -> this.answers.add(new Pruned(0, true)));
		PruneEndedJobs prune = prune(List.of());
		prune.runOnOtherQueues();
		prune.runOnOtherQueues();
		assertThat(this.calls).containsExactlyElementsOf(this.queues);
	}

	@Test
	void oneBrokenQueueDoesNotEndThePassThroughTheOthers() {
		this.queues.addAll(List.of("a", "b"));
		this.answers.add(new IllegalStateException("broken"));
		assertThatIllegalStateException().isThrownBy(() -> prune(List.of()).runOnOtherQueues());
		assertThat(this.calls).containsExactly("a", "b");
	}

	@Test
	void promotingGoesOnWhileBatchesAreFull() {
		this.answers.addAll(List.of(500, 2));
		assertThat(new PromoteDueJobs(store(0)).runOnce(List.of("a", "b"))).isEqualTo(502);
		assertThat(this.calls).containsExactly("a", "a", "b");
	}

	@Test
	void jobsTakenBackAreToldEvenIfAListenerFails() {
		JobMaintenance.Reclaimed none = new JobMaintenance.Reclaimed(0, List.of());
		this.answers.add(new JobMaintenance.Reclaimed(3, List.of()));
		List<String> told = new ArrayList<>();
		ReclaimLostJobs reclaim = new ReclaimLostJobs(store(none), 5, (queue, reclaimed) -> {
			told.add(queue + " " + reclaimed.requeued());
			throw new IllegalStateException("no");
		});
		assertThat(reclaim.runOnce(List.of("a", "b"))).isEqualTo(3);
		assertThat(told).containsExactly("a 3");
	}

	private PruneEndedJobs prune(List<String> served) {
		StoreBackend memory = new MemoryStoreBackend(InstantSource.system());
		JobMaintenance maintenance = store(new Pruned(0, false));
		JobQueries queries = new ForwardingQueries(memory.queries()) {
			@Override
			public List<String> queues() {
				return DutiesTests.this.queues;
			}
		};
		return new PruneEndedJobs(new ForwardingBackend(memory) {
			@Override
			public JobMaintenance maintenance() {
				return maintenance;
			}

			@Override
			public JobQueries queries() {
				return queries;
			}
		}, () -> served, RetentionOptions.DEFAULT, "");
	}

	private JobMaintenance store(Object otherwise) {
		return new JobMaintenance() {
			@Override
			public int promote(String queue, int limit) {
				return (Integer) answer(queue, otherwise);
			}

			@Override
			public Reclaimed reclaim(String queue, int maxLosses, int limit) {
				return (Reclaimed) answer(queue, otherwise);
			}

			@Override
			public Pruned prune(String queue, Map<JobStatus, StatusRetention> retention, int limit) {
				return (Pruned) answer(queue, otherwise);
			}
		};
	}

	private Object answer(String queue, Object otherwise) {
		this.calls.add(queue);
		Object answer = this.answers.poll();
		if (answer instanceof RuntimeException failure) {
			throw failure;
		}
		return (answer != null) ? answer : otherwise;
	}

}
