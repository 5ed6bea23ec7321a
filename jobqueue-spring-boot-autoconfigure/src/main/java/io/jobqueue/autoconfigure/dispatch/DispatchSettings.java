package io.jobqueue.autoconfigure.dispatch;

import java.time.Duration;
import java.util.Map;

import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.autoconfigure.properties.JobQueueProperties.Dispatch;
import io.jobqueue.autoconfigure.properties.JobQueueProperties.StoreType;
import io.jobqueue.autoconfigure.payload.PayloadProperties;
import io.jobqueue.autoconfigure.properties.PropertyChecks;
import io.jobqueue.autoconfigure.properties.ValueText;
import io.jobqueue.dispatch.DispatchOptions;

/**
 * Converts the keys under {@code jobqueue.dispatch} and {@code jobqueue.payload} to
 * options of the core.
 */
public final class DispatchSettings {

	private DispatchSettings() {
	}

	/** Refuse an outbox for a store that takes part in transactions without it. */
	public static void checkOutbox(JobQueueProperties properties) {
		if (properties.dispatch().outbox() && properties.store() == StoreType.JDBC) {
			throw PropertyChecks.invalid("jobqueue.dispatch.outbox", true,
					"must be false with jobqueue.store=jdbc, where jobs are part of the transaction without it");
		}
	}

	/** The limits of jobs. */
	public static DispatchOptions options(Dispatch dispatch, PayloadProperties payload,
			Map<String, Duration> blockTimeouts) {
		if (payload.warnSize().compareTo(payload.maxSize()) > 0) {
			throw PropertyChecks.invalid("jobqueue.payload.warn-size", payload.warnSize(),
					"must not be more than jobqueue.payload.max-size (%s)".formatted(ValueText.of(payload.maxSize())));
		}
		return new DispatchOptions(dispatch.maxDelay(), payload.warnSize().toBytes(), payload.maxSize().toBytes(),
				dispatch.transaction(), blockTimeouts);
	}

}
