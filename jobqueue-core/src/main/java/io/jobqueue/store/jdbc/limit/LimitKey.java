package io.jobqueue.store.jdbc.limit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The keys of limits in tables. A key is the name of the limit, or for a name that does
 * not fit into its column, the begin of the name and a hash of all of it.
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
