package io.jobqueue.event;

import java.util.List;

import io.jobqueue.JobEvent;
import io.jobqueue.JobEventListener;
import io.jobqueue.store.support.WarnSeldom;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls all listeners with each event, on the calling thread. An exception of one is
 * logged, at most once a minute, and affects neither the others nor the caller. Safe for
 * use by several threads.
 */
public final class JobEvents {

	/** No listeners. */
	public static final JobEvents NONE = new JobEvents(List.of());

	private static final Logger logger = LoggerFactory.getLogger(JobEvents.class);

	private final List<JobEventListener> listeners;

	private final WarnSeldom failures = new WarnSeldom();

	/**
	 * Create events of listeners.
	 * @param listeners called in this order
	 */
	public JobEvents(List<? extends JobEventListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	/** Whether there is no listener, so that no event needs to be made. */
	public boolean isEmpty() {
		return this.listeners.isEmpty();
	}

	public void publish(JobEvent event) {
		for (JobEventListener listener : this.listeners) {
			try {
				listener.onEvent(event);
			}
			catch (Throwable ex) {
				// Errors too: the caller stands between a job and its outcome.
				failed(listener.getClass().getName(), event.getClass().getSimpleName(), ex);
			}
		}
	}

	private void failed(String listener, String event, Throwable failure) {
		long failures = this.failures.due(listener + " " + event + " " + failure.getClass().getName());
		if (failures > 0) {
			logger.warn(
					"The JobEventListener {} failed with an event {} and is called again next time; "
							+ "failures of this kind since they were logged last: {}",
					listener, event, failures, failure);
		}
	}

}
