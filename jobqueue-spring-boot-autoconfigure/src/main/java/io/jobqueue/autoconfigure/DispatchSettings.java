package io.jobqueue.autoconfigure;

import io.jobqueue.autoconfigure.JobQueueProperties.Dispatch;
import io.jobqueue.autoconfigure.JobQueueProperties.Payload;
import io.jobqueue.dispatch.DispatchOptions;

import org.springframework.util.unit.DataSize;

/**
 * The keys under {@code jobqueue.dispatch} and {@code jobqueue.payload} as options of the
 * core.
 */
final class DispatchSettings {

	/** Half of what Redis takes as one value; the least of the limits of all stores. */
	static final DataSize LARGEST_TEXT = DataSize.ofMegabytes(256);

	private DispatchSettings() {
	}

	static DispatchOptions options(Dispatch dispatch, Payload payload) {
		if (payload.warnSize().compareTo(payload.maxSize()) > 0) {
			throw PropertyChecks.invalid("jobqueue.payload.warn-size", payload.warnSize(),
					"must not be more than jobqueue.payload.max-size (%s)".formatted(payload.maxSize()));
		}
		return new DispatchOptions(
				PropertyChecks.requirePositive("jobqueue.dispatch.max-delay", dispatch.maxDelay(),
						DispatchOptions.LONGEST_DELAY),
				PropertyChecks.requirePositive("jobqueue.payload.warn-size", payload.warnSize(), LARGEST_TEXT),
				PropertyChecks.requirePositive("jobqueue.payload.max-size", payload.maxSize(), LARGEST_TEXT),
				dispatch.transaction());
	}

}
