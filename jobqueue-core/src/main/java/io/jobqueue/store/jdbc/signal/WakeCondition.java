package io.jobqueue.store.jdbc.signal;

/**
 * A reason to wake a worker that sleeps on a queue, to be looked at once the change that
 * gave it is committed.
 *
 * @param queue the queue
 * @param ifReady wake one if a job is ready
 * @param ifFirstDue wake one if no waiting job falls due before this time
 * @param always wake one in any case, also of a paused queue
 */
public record WakeCondition(String queue, boolean ifReady, long ifFirstDue, boolean always) {

	static final long NEVER = Long.MAX_VALUE;

	public static WakeCondition ifReady(String queue) {
		return new WakeCondition(queue, true, NEVER, false);
	}

	public static WakeCondition ifFirstDue(String queue, long dueAt) {
		return new WakeCondition(queue, false, dueAt, false);
	}

	/** Something has come, ready or not. */
	public static WakeCondition unlessPaused(String queue) {
		return new WakeCondition(queue, true, Long.MIN_VALUE, false);
	}

	public static WakeCondition always(String queue) {
		return new WakeCondition(queue, false, NEVER, true);
	}

	public WakeCondition and(WakeCondition other) {
		return new WakeCondition(this.queue, this.ifReady || other.ifReady, Math.min(this.ifFirstDue, other.ifFirstDue),
				this.always || other.always);
	}

}
