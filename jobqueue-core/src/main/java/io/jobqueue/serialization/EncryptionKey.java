package io.jobqueue.serialization;

import java.util.Base64;
import java.util.regex.Pattern;

import javax.crypto.spec.SecretKeySpec;

import io.jobqueue.InvalidEncryptionException;

/** A key of AES-256 with its id. Its text is its id; nothing shows the key itself. */
public final class EncryptionKey {

	private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	private static final int BYTES = 32;

	private static final String WAY_OUT = "make one by 'openssl rand -base64 32'";

	private final String id;

	private final SecretKeySpec key;

	private EncryptionKey(String id, SecretKeySpec key) {
		this.id = id;
		this.key = key;
	}

	/**
	 * Create a key.
	 * @param id 1 to 64 letters, digits, '.', '_' and '-'
	 * @param secret the 32 bytes of the key in Base64
	 * @throws InvalidEncryptionException if one of them cannot be used
	 */
	public static EncryptionKey of(String id, String secret) {
		if (!isId(id)) {
			throw new InvalidEncryptionException("The id of an encryption key has 1 to 64 letters, digits, '.', '_' "
					+ "and '-', but an id with %d characters is not of this form".formatted(id.length()));
		}
		byte[] bytes = decode(id, secret);
		if (bytes.length != BYTES) {
			throw new InvalidEncryptionException("The encryption key '%s' has %d bytes, but AES-256 needs %d: %s"
				.formatted(id, bytes.length, BYTES, WAY_OUT));
		}
		return new EncryptionKey(id, new SecretKeySpec(bytes, "AES"));
	}

	private static byte[] decode(String id, String secret) {
		try {
			return Base64.getDecoder().decode(secret.trim());
		}
		catch (IllegalArgumentException ex) {
			// Its message quotes a character of the key.
			throw new InvalidEncryptionException(
					"The encryption key '%s' is not a text in Base64: %s".formatted(id, WAY_OUT));
		}
	}

	static boolean isId(String text) {
		return ID.matcher(text).matches();
	}

	/** The id, which is stored beside each value. */
	public String id() {
		return this.id;
	}

	SecretKeySpec key() {
		return this.key;
	}

	@Override
	public String toString() {
		return this.id;
	}

}
