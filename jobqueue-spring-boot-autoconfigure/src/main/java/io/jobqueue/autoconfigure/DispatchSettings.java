package io.jobqueue.autoconfigure;

import io.jobqueue.autoconfigure.JobQueueProperties.Dispatch;
import io.jobqueue.autoconfigure.JobQueueProperties.Payload;
import io.jobqueue.dispatch.DispatchOptions;

/**
 * The keys under {@code jobqueue.dispatch} and {@code jobqueue.payload} as options of the
 * core.
 */
final class DispatchSettings {

	private DispatchSettings() {
	}

	static DispatchOptions options(Dispatch dispatch, Payload payload) {
		if (payload.warnSize().compareTo(payload.maxSize()) > 0) {
			throw PropertyChecks.invalid("jobqueue.payload.warn-size", payload.warnSize(),
					"must not be more than jobqueue.payload.max-size (%s)".formatted(ValueText.of(payload.maxSize())));
		}
		return new DispatchOptions(dispatch.maxDelay(), payload.warnSize().toBytes(), payload.maxSize().toBytes(),
				dispatch.transaction());
	}

}
