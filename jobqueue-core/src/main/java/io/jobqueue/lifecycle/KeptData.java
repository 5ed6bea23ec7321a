package io.jobqueue.lifecycle;

import io.jobqueue.JobError;

import org.jspecify.annotations.Nullable;

/**
 * The data that is stored with a job in addition to its state. It may be large, and no
 * rule depends on it.
 *
 * @param error its last error, {@code null} for none
 * @param onFailureError the error of {@code onFailure}, {@code null} for none
 * @param result its result as JSON text, {@code null} for none
 */
public record KeptData(@Nullable JobError error, @Nullable JobError onFailureError, @Nullable String result) {

	/** No data. */
	public static final KeptData NONE = new KeptData(null, null, null);

	/** Return the data after a transition. */
	public KeptData after(Transition transition) {
		KeptData left = transition.clears() ? NONE : this;
		return new KeptData((transition.error() != null) ? transition.error() : left.error, left.onFailureError,
				(transition.result() != null) ? transition.result() : left.result);
	}

	public KeptData withOnFailureError(JobError error) {
		return new KeptData(this.error, error, this.result);
	}

}
