package io.jobqueue.maintenance;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.jobqueue.JobStatus;
import io.jobqueue.store.JobMaintenance;

import static org.assertj.core.api.Assertions.assertThat;

class DutiesTests {

	private final List<String> calls = new ArrayList<>();

	private final Deque<Object> answers = new ArrayDeque<>();

	private final PruneEndedJobs prune = new PruneEndedJobs(store(0), RetentionOptions.DEFAULT);

	@Test
	void aPassLooksAtSuccessAndOneOtherStatus() {
		this.prune.runOnce(List.of("a", "b"));
		assertThat(this.calls).hasSize(4).contains("a SUCCESS", "b SUCCESS");
	}

	@Test
	void everyStatusHasItsTurn() {
		for (int i = 0; i < 5; i++) {
			this.prune.runOnce(List.of("a"));
		}
		assertThat(this.calls).contains("a SUCCESS", "a FAILED", "a MAX_RETRIES", "a TIMEOUT", "a ABORTED",
				"a CANCELLED");
	}

	@Test
	void onlyWhatHadSomethingToPruneIsLookedAtAgain() {
		this.answers.add(7);
		this.prune.runOnce(List.of("a"));
		this.calls.clear();
		this.prune.runAgain();
		this.prune.runAgain();
		assertThat(this.calls).containsExactly("a SUCCESS");
	}

	@Test
	void aFullBatchIsFollowedByAnother() {
		this.answers.addAll(List.of(500, 500, 3));
		assertThat(this.prune.runOnce(List.of("a"))).isEqualTo(1003);
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

	private JobMaintenance store(Object otherwise) {
		return (JobMaintenance) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { JobMaintenance.class }, (proxy, method, arguments) -> {
					this.calls.add(arguments[0] + ((arguments[1] instanceof JobStatus) ? " " + arguments[1] : ""));
					Object answer = this.answers.poll();
					return (answer != null) ? answer : otherwise;
				});
	}

}
