package io.jobqueue.flow;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.jobqueue.JobEvent;
import io.jobqueue.event.JobEvents;
import io.jobqueue.store.JobIntake;
import io.jobqueue.store.flow.FlowStore;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;

/**
 * Inserts jobs that were promised by a flow, so that a full queue takes them, and
 * publishes what was stored.
 *
 * @param intake the way into the store
 * @param flows knows when what was stored is there for good
 * @param events receives the events
 */
record FlowInserts(JobIntake intake, FlowStore flows, JobEvents events) {

	List<InsertResult> insert(List<NewJob> jobs) {
		List<InsertResult> results = this.intake.insert(jobs, Admission.ALWAYS);
		if (!this.events.isEmpty()) {
			this.flows.afterCommit(() -> publish(jobs, results));
		}
		return results;
	}

	private void publish(List<NewJob> jobs, List<InsertResult> results) {
		Map<String, Map<String, Integer>> counts = new TreeMap<>();
		for (int i = 0; i < jobs.size(); i++) {
			if (results.get(i).isInserted()) {
				counts.computeIfAbsent(jobs.get(i).queue(), (queue) -> new TreeMap<>())
					.merge(jobs.get(i).task(), 1, Integer::sum);
			}
		}
		counts.forEach((queue, tasks) -> tasks
			.forEach((task, count) -> this.events.publish(new JobEvent.Dispatched(queue, task, count))));
	}

}
