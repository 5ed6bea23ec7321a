package io.jobqueue.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.jobqueue.FlowId;
import io.jobqueue.FlowInfo;
import io.jobqueue.FlowMember;
import io.jobqueue.FlowStatus;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.crash.Ledger.Event;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.FlowOptions;
import io.jobqueue.flow.JobFlows;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Chains of batches while workers are killed and frozen: the same day for every store.
 */
abstract class FlowHarms {

	static final FlowOptions OPTIONS = new FlowOptions(Duration.ofSeconds(20), Duration.ofSeconds(3),
			Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofDays(1), Duration.ofDays(1), 10_000);

	private static final int FLOWS = 10;

	private static final int JOBS = 8;

	/** A store of its own for one day. */
	abstract CrashStore store(Scene scene);

	/** Nothing hangs, starts early, or starts a second time. */
	@BadDay
	void flowsOfWorkersThatDieAndFreeze(Scene scene) throws InterruptedException {
		scene.on(store(scene));
		JobFlows flows = new JobFlows(scene.backend(), OPTIONS, JobEvents.NONE);
		HarmedWorkers workers = new HarmedWorkers(scene);
		List<FlowId> ids = new ArrayList<>();
		for (int round = 0; round < Form.count(2, 12); round++) {
			for (int i = 0; i < FLOWS; i++) {
				ids.add(dispatch(scene));
			}
			workers.harm(round);
		}
		Scene.await().untilAsserted(() -> assertThat(ids).allSatisfy((id) -> {
			FlowInfo flow = flows.find(id).orElseThrow();
			assertThat(flow.status()).isEqualTo(FlowStatus.SUCCESS);
			assertThat(flow.jobs()).isEqualTo(JOBS);
			assertThat(flow.followers()).hasSize(2);
			assertThat(scene.find(flow.followers()).values()).hasSize(2)
				.extracting(JobInfo::status)
				.containsOnly(JobStatus.SUCCESS);
		}));
		List<String> known = new ArrayList<>();
		ids.forEach((id) -> {
			List<JobId> jobs = new ArrayList<>(flows.members(id, 0, 100).stream().map(FlowMember::job).toList());
			jobs.addAll(flows.find(id).orElseThrow().followers());
			jobs.forEach((job) -> known.add(job.value()));
		});
		assertThat(scene.ledger().jobs(Event.START)).as("jobs of flows").containsExactlyInAnyOrderElementsOf(known);
	}

	private static FlowId dispatch(Scene scene) {
		JobRequest job = JobRequest.of(LedgerTask.NAME, 30);
		return scene.jobs()
			.batch(Collections.nCopies(4, job))
			.then(job)
			.then(Collections.nCopies(3, job))
			.onSuccess(job)
			.onFailure(job)
			.onComplete(job)
			.dispatch();
	}

}
