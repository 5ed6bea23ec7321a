package io.jobqueue.store.memory;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.ActionEvent;
import io.jobqueue.store.JobActions;
import io.jobqueue.store.JobBefore;
import io.jobqueue.store.job.JobAction;

/** The actions on jobs and queues. */
record MemoryJobActions(MemoryStore store) implements JobActions {

	@Override
	public Map<JobId, JobBefore> act(JobAction act, Collection<JobId> ids, Set<JobStatus> from) {
		try (MemoryStep step = this.store.begin()) {
			ActionEvent event = new ActionEvent(act);
			Map<JobId, JobBefore> before = new LinkedHashMap<>();
			for (JobId id : ids) {
				MemoryJob job = this.store.jobs.get(id);
				if (job != null
						&& before.putIfAbsent(id, new JobBefore(event.status(job.state), job.state.queue())) == null
						&& from.contains(event.status(job.state))) {
					step.apply(event, job);
				}
			}
			return before;
		}
	}

	@Override
	public void pause(String queue) {
		try (MemoryStep step = this.store.begin()) {
			step.store.queue(queue).paused = true;
		}
	}

	@Override
	public void resume(String queue) {
		try (MemoryStep step = this.store.begin()) {
			MemoryQueue known = this.store.queues.get(queue);
			if (known != null) {
				known.paused = false;
				step.signals.wake(known);
			}
		}
	}

}
