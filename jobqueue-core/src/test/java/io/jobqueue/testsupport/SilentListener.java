package io.jobqueue.testsupport;

import io.jobqueue.JobId;
import io.jobqueue.store.QueueSignal;

/** Does nothing with signals. Tests override what they look at. */
public class SilentListener implements QueueSignal.Listener {

	@Override
	public void queueReady(String queue) {
	}

	@Override
	public void jobCancelled(JobId id) {
	}

	@Override
	public void requested() {
	}

	@Override
	public void resumed() {
	}

}
