package io.jobqueue.autoconfigure.payload.store;

import java.util.Locale;

import io.jobqueue.PayloadStore;
import io.jobqueue.autoconfigure.payload.PayloadProperties.Store;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.autoconfigure.properties.JobQueueProperties.StoreType;
import io.jobqueue.autoconfigure.properties.PropertyChecks;
import io.jobqueue.autoconfigure.properties.ValueText;
import io.jobqueue.payload.PayloadBounds;
import io.jobqueue.payload.StoredPayloads;

import org.jspecify.annotations.Nullable;

/** Converts the keys under {@code jobqueue.payload.store}. */
final class PayloadStoreSettings {

	private static final String PREFIX = "jobqueue.payload.store.";

	private PayloadStoreSettings() {
	}

	/** What keeps the payloads of different stores of jobs apart. */
	static String namespace(JobQueueProperties properties) {
		return (properties.store() == StoreType.JDBC) ? "jdbc-" + properties.jdbc().tablePrefix()
				: "%s-%s".formatted(ValueText.of(properties.store()).toLowerCase(Locale.ROOT), properties.namespace());
	}

	static StoredPayloads payloads(JobQueueProperties properties, @Nullable PayloadStore store) {
		Store settings = properties.payload().store();
		if (store == null) {
			if (settings.type() == Store.Type.JDBC) {
				throw PropertyChecks.invalid(PREFIX + "type", "jdbc",
						"needs a DataSource: add spring-boot-starter-jdbc and a driver, and set spring.datasource.url");
			}
			return StoredPayloads.NONE;
		}
		if (properties.dispatch().outbox()) {
			throw PropertyChecks.invalid("jobqueue.dispatch.outbox", true,
					"must be false with a payload store, because a payload may not wait longer for its job than "
							+ PREFIX + "keep-unused");
		}
		long threshold = settings.threshold().toBytes();
		require(threshold <= properties.payload().maxSize().toBytes(), settings, "jobqueue.payload.max-size");
		require(threshold <= settings.maxSize().toBytes(), settings, PREFIX + "max-size");
		return StoredPayloads.in(store,
				new PayloadBounds(threshold, settings.maxSize().toBytes(), properties.payload().maxSize().toBytes()));
	}

	private static void require(boolean valid, Store settings, String other) {
		if (!valid) {
			throw PropertyChecks.invalid(PREFIX + "threshold", settings.threshold(), "must not be more than " + other);
		}
	}

}
