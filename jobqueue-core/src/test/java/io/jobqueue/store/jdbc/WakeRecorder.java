package io.jobqueue.store.jdbc;

import java.util.Collection;

import io.jobqueue.JobId;
import io.jobqueue.store.QueueSignal;

/**
 * A worker that notes for which queues it is woken, and is signalled for nothing else.
 *
 * @param queues the queues
 */
record WakeRecorder(Collection<String> queues) implements QueueSignal.Listener {

	@Override
	public void queueReady(String queue) {
		this.queues.add(queue);
	}

	@Override
	public void jobCancelled(JobId id) {
		throw new IllegalStateException("No job is cancelled");
	}

	@Override
	public void requested() {
		throw new IllegalStateException("No stack is requested");
	}

	@Override
	public void resumed() {
		throw new IllegalStateException("No connection listens");
	}

}
