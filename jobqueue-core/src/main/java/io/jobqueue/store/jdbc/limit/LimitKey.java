package io.jobqueue.store.jdbc.limit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The keys of limits in tables. A key is the name of the limit. If the name is too long
 * for its column, the key is its beginning and a hash of the whole name.
 */
final class LimitKey {

	private static final int LENGTH = 100;

	private static final int BEGIN = 56;

	private LimitKey() {
	}

	static String of(String name) {
		if (name.length() < LENGTH) {
			return name;
		}
		int end = Character.isHighSurrogate(name.charAt(BEGIN - 1)) ? BEGIN - 1 : BEGIN;
		return name.substring(0, end) + "~" + hash(name);
	}

	private static String hash(String name) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This Java runtime lacks SHA-256", ex);
		}
	}

}
