package io.jobqueue.store.job;

import io.jobqueue.FlowId;

/**
 * The place of a job in a flow. A flow keeps for each place whether its job has ended.
 *
 * @param flow the flow
 * @param number the number of a member, from 0; one of the constants for a job that
 * follows the flow
 */
public record FlowPlace(FlowId flow, int number) {

	/** The number of the job that follows a success. */
	public static final int ON_SUCCESS = -1;

	/** The number of the job that follows a failure. */
	public static final int ON_FAILURE = -2;

	/** The number of the job that follows the end. */
	public static final int ON_COMPLETE = -3;

	/** Whether the job is a member of the flow, and does not follow it. */
	public boolean isMember() {
		return this.number >= 0;
	}

	/** The place as text. */
	public String write() {
		return this.flow.value() + ":" + this.number;
	}

	/**
	 * Read what {@link #write()} wrote.
	 * @throws IllegalArgumentException if the text has another form
	 */
	public static FlowPlace read(String text) {
		int sign = text.indexOf(':');
		if (sign < 0) {
			throw new IllegalArgumentException("The place of a job in a flow is of another format");
		}
		return new FlowPlace(FlowId.of(text.substring(0, sign)), Integer.parseInt(text.substring(sign + 1)));
	}

}
