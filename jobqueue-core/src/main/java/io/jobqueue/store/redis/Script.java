package io.jobqueue.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

import org.springframework.data.redis.connection.ReturnType;

/**
 * The scripts. Each is the resource of its name behind {@code common.lua}.
 */
enum Script {

	INSERT, CLAIM, FINISH, RENEW, LEAVE(ReturnType.INTEGER), CANCEL, REQUEUE, DELETE, RESUME(ReturnType.INTEGER),
	PROMOTE(ReturnType.INTEGER), EXPIRED, RECLAIM, PRUNABLE, PRUNE(ReturnType.INTEGER), FIND, SEARCH, QUEUE, WORKERS,
	ARRIVE(ReturnType.INTEGER), DEPART(ReturnType.INTEGER), ANNOTATE(ReturnType.INTEGER), VACATE(ReturnType.INTEGER);

	private final ReturnType returnType;

	private final byte[] source;

	private final String sha;

	Script() {
		this(ReturnType.MULTI);
	}

	Script(ReturnType returnType) {
		this.returnType = returnType;
		this.source = (read("common") + read(name().toLowerCase(Locale.ROOT))).getBytes(StandardCharsets.UTF_8);
		this.sha = digest(this.source);
	}

	ReturnType returnType() {
		return this.returnType;
	}

	byte[] source() {
		return this.source;
	}

	String sha() {
		return this.sha;
	}

	private static String read(String name) {
		try (InputStream resource = Script.class.getResourceAsStream(name + ".lua")) {
			if (resource == null) {
				throw new IllegalStateException("The script '" + name + ".lua' is missing beside " + Script.class);
			}
			return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The script '" + name + ".lua' cannot be read", ex);
		}
	}

	private static String digest(byte[] source) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This Java has no SHA-1, which names scripts in Redis", ex);
		}
	}

}
