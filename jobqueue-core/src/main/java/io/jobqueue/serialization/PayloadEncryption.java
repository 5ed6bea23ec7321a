package io.jobqueue.serialization;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import io.jobqueue.InvalidEncryptionException;
import io.jobqueue.PayloadException;

import org.jspecify.annotations.Nullable;

/**
 * Encrypts values by AES-256 in GCM mode, each with a random nonce. The place of a value
 * is authenticated with it. One key is active and encrypts; the others decrypt what was
 * encrypted before. Safe for use by many threads.
 */
public final class PayloadEncryption {

	private static final String CIPHER = "AES/GCM/NoPadding";

	private static final String MAC = "HmacSHA256";

	private static final int NONCE_BYTES = 12;

	private static final int TAG_BITS = 128;

	private final SecureRandom random = new SecureRandom();

	private final EncryptionKey active;

	private final SecretKeySpec identityKey;

	private final Map<String, EncryptionKey> keys = new LinkedHashMap<>();

	/**
	 * Create an encryption.
	 * @param active the id of the key that encrypts
	 * @param keys all keys
	 * @throws InvalidEncryptionException if two keys have the same id, or none has the
	 * active one
	 */
	public PayloadEncryption(String active, Collection<EncryptionKey> keys) {
		for (EncryptionKey key : keys) {
			if (this.keys.putIfAbsent(key.id(), key) != null) {
				throw new InvalidEncryptionException(
						"Two encryption keys have the id '%s': give each key an id of its own".formatted(key.id()));
			}
		}
		EncryptionKey known = this.keys.get(active);
		if (known == null) {
			throw new InvalidEncryptionException(
					"The active encryption key '%s' does not exist; the ids of the keys are %s: add it, or name one of these"
						.formatted(active, this.keys.keySet()));
		}
		this.active = known;
		this.identityKey = new SecretKeySpec(mac(known.key(), "jobqueue identity"), MAC);
	}

	/** The id of the key that encrypts. */
	String activeId() {
		return this.active.id();
	}

	/**
	 * Encrypt a text with the active key.
	 * @param place where it is stored
	 * @return nonce, encrypted text and tag in Base64
	 */
	String encrypt(String text, Place place) {
		byte[] nonce = new byte[NONCE_BYTES];
		this.random.nextBytes(nonce);
		try {
			byte[] sealed = cipher(Cipher.ENCRYPT_MODE, this.active, nonce, place)
				.doFinal(text.getBytes(StandardCharsets.UTF_8));
			byte[] all = ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
			return Base64.getEncoder().withoutPadding().encodeToString(all);
		}
		catch (GeneralSecurityException ex) {
			throw new PayloadException("The value at '%s' cannot be encrypted with key '%s': %s".formatted(place.path(),
					this.active.id(), ex.getClass().getName()));
		}
	}

	/**
	 * Decrypt a text.
	 * @param id the id of the key that encrypted it
	 * @param place where it is stored
	 * @throws PayloadException if there is no such key, or it is another key or place;
	 * the message names the id
	 */
	static String decrypt(@Nullable PayloadEncryption encryption, String id, String sealed, Place place) {
		EncryptionKey key = (encryption != null) ? encryption.keys.get(id) : null;
		if (key == null) {
			throw new PayloadException(("The value at '%s' is encrypted with key '%s', which this application does not "
					+ "have: add the key to 'jobqueue.payload.encryption.keys'")
				.formatted(place.path(), id));
		}
		try {
			byte[] all = Base64.getDecoder().decode(sealed);
			Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(all, NONCE_BYTES), place);
			return new String(cipher.doFinal(all, NONCE_BYTES, Math.max(0, all.length - NONCE_BYTES)),
					StandardCharsets.UTF_8);
		}
		catch (GeneralSecurityException | IllegalArgumentException ex) {
			throw new PayloadException(("The value at '%s' cannot be decrypted with key '%s': another key had this id "
					+ "when it was encrypted, or the value was changed or was stored elsewhere")
				.formatted(place.path(), id));
		}
	}

	/**
	 * A text that is the same for the same text only, and from which nobody guesses it.
	 */
	String identity(String text) {
		return "hmac:" + HexFormat.of().formatHex(mac(this.identityKey, text));
	}

	private static Cipher cipher(int mode, EncryptionKey key, byte[] nonce, Place place)
			throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance(CIPHER);
		cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
		cipher.updateAAD(place.bytes(key.id()));
		return cipher;
	}

	private static byte[] mac(SecretKeySpec key, String text) {
		try {
			Mac mac = Mac.getInstance(MAC);
			mac.init(new SecretKeySpec(key.getEncoded(), MAC));
			return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has HMAC-SHA-256", ex);
		}
	}

	@Override
	public String toString() {
		return "PayloadEncryption[active=%s, keys=%s]".formatted(this.active, this.keys.keySet());
	}

	/**
	 * Where a value is stored.
	 *
	 * @param scope the scope of its text
	 * @param path its path in the text, as a JSON pointer
	 */
	record Place(TextScope scope, String path) {

		/** Each part with its length: no two places have the same bytes. */
		byte[] bytes(String key) {
			StringBuilder text = new StringBuilder("jobqueue");
			for (String part : new String[] { key, this.scope.kind().name(), this.scope.task(), this.scope.part(),
					this.path }) {
				text.append(part.length()).append(':').append(part);
			}
			return text.toString().getBytes(StandardCharsets.UTF_8);
		}

	}

}
