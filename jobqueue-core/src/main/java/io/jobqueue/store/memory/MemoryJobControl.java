package io.jobqueue.store.memory;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.ActEvent;
import io.jobqueue.store.JobAct;
import io.jobqueue.store.JobControl;

/**
 * What is done to jobs and queues from outside.
 */
record MemoryJobControl(MemoryStore store) implements JobControl {

	@Override
	public Map<JobId, JobStatus> act(JobAct act, Collection<JobId> ids, Set<JobStatus> from) {
		try (MemoryStep step = this.store.begin()) {
			ActEvent event = new ActEvent(act);
			Map<JobId, JobStatus> before = new LinkedHashMap<>();
			for (JobId id : ids) {
				MemoryJob job = this.store.jobs.get(id);
				if (job != null && before.putIfAbsent(id, event.status(job.state)) == null
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
