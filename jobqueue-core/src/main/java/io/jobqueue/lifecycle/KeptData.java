package io.jobqueue.lifecycle;

import io.jobqueue.JobError;

import org.jspecify.annotations.Nullable;

/**
 * What is kept with a job beside its state. It may be large, and no rule depends on it.
 *
 * @param error its last error, {@code null} for none
 * @param handlerError what {@code onFailure} threw, {@code null} for nothing
 * @param result its result as JSON text, {@code null} for none
 */
public record KeptData(@Nullable JobError error, @Nullable JobError handlerError, @Nullable String result) {

	/** Nothing is kept. */
	public static final KeptData NONE = new KeptData(null, null, null);

	/** What is kept after a transition. */
	public KeptData after(Transition transition) {
		KeptData left = transition.clears() ? NONE : this;
		return new KeptData((transition.error() != null) ? transition.error() : left.error, left.handlerError,
				(transition.result() != null) ? transition.result() : left.result);
	}

	public KeptData withHandlerError(JobError error) {
		return new KeptData(this.error, error, this.result);
	}

}
