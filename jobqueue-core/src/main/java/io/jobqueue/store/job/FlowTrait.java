package io.jobqueue.store.job;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * That a job belongs to a flow. When it ends, its store leaves a notice for the flow. A
 * store does not insert the job after a certain time: by then, whoever was to insert it
 * may have been replaced by another one.
 *
 * @param place its place in the flow
 * @param notAfter the last moment at which it is inserted, by the clock of the store;
 * {@code null} for no limit
 */
public record FlowTrait(FlowPlace place, @Nullable Instant notAfter) {

	/** The trait as text. */
	public String write() {
		return this.place.write() + ":" + ((this.notAfter != null) ? this.notAfter.toEpochMilli() : "");
	}

	/**
	 * Read what {@link #write()} wrote.
	 * @throws IllegalArgumentException if the text has another form
	 */
	public static FlowTrait read(String text) {
		int sign = text.lastIndexOf(':');
		if (sign < 0) {
			throw new IllegalArgumentException("The trait of a job in a flow is of another format");
		}
		String time = text.substring(sign + 1);
		return new FlowTrait(FlowPlace.read(text.substring(0, sign)),
				time.isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(time)));
	}

	/** Whether it is too late to insert the job. */
	public boolean isLate(Instant now) {
		return this.notAfter != null && now.isAfter(this.notAfter);
	}

}
