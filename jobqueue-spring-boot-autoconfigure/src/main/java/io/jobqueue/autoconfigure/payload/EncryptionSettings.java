package io.jobqueue.autoconfigure.payload;

import java.util.ArrayList;
import java.util.List;

import io.jobqueue.InvalidEncryptionException;
import io.jobqueue.autoconfigure.payload.PayloadProperties.Encryption;
import io.jobqueue.autoconfigure.payload.PayloadProperties.Key;
import io.jobqueue.serialization.EncryptionKey;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.serialization.PayloadEncryption;

/** Converts the keys under {@code jobqueue.payload.encryption}. */
public final class EncryptionSettings {

	private static final String PREFIX = "jobqueue.payload.encryption";

	private EncryptionSettings() {
	}

	/**
	 * A serializer with the configured encryption, if there is one.
	 * @throws InvalidEncryptionException if it cannot work
	 */
	public static JacksonJobSerializer apply(Encryption encryption, JacksonJobSerializer serializer) {
		if (encryption.activeKey() == null) {
			if (!encryption.keys().isEmpty()) {
				throw new InvalidEncryptionException(
						"%s.keys has keys, but none of them encrypts: set %s.active-key to the id of one"
							.formatted(PREFIX, PREFIX));
			}
			return serializer;
		}
		List<EncryptionKey> keys = new ArrayList<>();
		for (Key key : encryption.keys()) {
			keys.add(key(key, keys.size()));
		}
		return serializer.withEncryption(new PayloadEncryption(encryption.activeKey(), keys));
	}

	private static EncryptionKey key(Key key, int index) {
		if (key.id() == null) {
			throw new InvalidEncryptionException("%s.keys[%d] has no 'id': set it".formatted(PREFIX, index));
		}
		if (key.secret() == null) {
			throw new InvalidEncryptionException("The encryption key '%s' has no 'secret': set %s.keys[%d].secret"
				.formatted(key.id(), PREFIX, index));
		}
		return EncryptionKey.of(key.id(), key.secret());
	}

	/**
	 * A serializer of the application may not know the keys, and would store plain
	 * values.
	 */
	public static void check(Encryption encryption, JobSerializer serializer) {
		boolean encrypts = serializer instanceof JacksonJobSerializer jackson && jackson.encrypts();
		if (encryption.activeKey() != null && !encrypts) {
			throw new InvalidEncryptionException(("%s.active-key is set, but the bean of %s does not encrypt: remove "
					+ "the bean and use JobQueuePayloadMapperCustomizer, call JacksonJobSerializer.withEncryption, or "
					+ "remove the key")
				.formatted(PREFIX, serializer.getClass().getName()));
		}
	}

}
