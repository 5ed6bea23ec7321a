package io.jobqueue.store.memory;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.JobAct;
import io.jobqueue.store.JobControl;

/**
 * What is done to jobs and queues from outside.
 */
final class MemoryJobControl implements JobControl {

	private final MemoryState state;

	MemoryJobControl(MemoryState state) {
		this.state = state;
	}

	@Override
	public Map<JobId, JobStatus> act(JobAct act, Collection<JobId> ids, Set<JobStatus> from) {
		try (Turn turn = this.state.begin()) {
			Map<JobId, JobStatus> before = new LinkedHashMap<>();
			for (JobId id : ids) {
				JobEntry entry = turn.job(id);
				if (entry == null) {
					continue;
				}
				JobStatus status = (entry.inLine && act == JobAct.DELETE) ? JobStatus.STARTED : entry.status;
				if (before.putIfAbsent(id, status) == null && act.allows(status) && from.contains(status)) {
					act(act, turn, entry);
				}
			}
			return before;
		}
	}

	private static void act(JobAct act, Turn turn, JobEntry entry) {
		JobStatus before = entry.status;
		boolean inLine = entry.inLine;
		turn.detach(entry);
		switch (act) {
			case CANCEL -> {
				if (entry.worker != null && (before == JobStatus.STARTED || inLine)) {
					turn.signalCancelled(entry.worker, entry.id());
				}
				if (inLine) {
					entry.unbegin();
				}
				else if (before == JobStatus.STARTED) {
					entry.remember(JobStatus.CANCELLED, null, turn.now());
				}
				turn.end(entry, JobStatus.CANCELLED);
			}
			case REQUEUE -> {
				entry.startAnew();
				turn.attachAtTail(entry, entry.queue, JobStatus.QUEUED, turn.now());
				turn.wakeIfReady(turn.queue(entry.queue));
			}
			case DELETE -> turn.state().jobs.remove(entry.id());
		}
	}

	@Override
	public void pause(String queue) {
		try (Turn turn = this.state.begin()) {
			turn.queue(queue).paused = true;
		}
	}

	@Override
	public void resume(String queue) {
		try (Turn turn = this.state.begin()) {
			QueueState known = turn.known(queue);
			if (known != null) {
				known.paused = false;
				turn.wake(known);
			}
		}
	}

}
