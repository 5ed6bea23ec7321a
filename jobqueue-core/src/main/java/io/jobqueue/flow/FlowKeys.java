package io.jobqueue.flow;

import io.jobqueue.InvalidJobException;
import io.jobqueue.UniqueKey.Conflict;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;

/** Which unique keys the jobs of a flow may have. */
public final class FlowKeys {

	private FlowKeys() {
	}

	/**
	 * Refuse a job of a flow that would give its contents to a job that is in no flow, or
	 * whose refusal would leave a part of the flow behind.
	 * @throws InvalidJobException if it has a unique key other than one that keeps the
	 * owner
	 */
	public static void requireKeep(NewJob job) {
		UniqueTrait key = job.traits().unique();
		if (key != null && key.conflict() != Conflict.KEEP) {
			throw new InvalidJobException(
					("A job of a flow for task '%s' has a unique key with %s, which is not possible "
							+ "in a flow: use keep(), and the job is skipped while another one owns the key")
						.formatted(job.task(), key.conflict()));
		}
	}

}
