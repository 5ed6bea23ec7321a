package io.jobqueue.dispatch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobRequest;
import io.jobqueue.UniqueKey;
import io.jobqueue.UniqueKey.Conflict;
import io.jobqueue.store.job.UniqueTrait;
import io.jobqueue.task.Task;

import org.jspecify.annotations.Nullable;

/** Turns the unique key of a request, or else that of its task, into a trait. */
final class UniqueKeyNames {

	private UniqueKeyNames() {
	}

	/**
	 * The unique key of a job, {@code null} if it has none.
	 * @param task the name of its task
	 * @param known the task, {@code null} if this application does not know it
	 * @param identity supplies a text that is the same for the same payload only
	 */
	static @Nullable UniqueTrait trait(JobRequest request, String task, @Nullable Task known,
			Supplier<String> identity) {
		UniqueKey key = request.uniqueKey();
		if (key == null && known != null) {
			String text = known.uniqueKey(request.payload());
			key = (text != null) ? UniqueKey.of(text) : null;
		}
		if (key == null) {
			return null;
		}
		requireDelay(request, task, key);
		String text = (key.key() != null) ? key.key() : digest(identity.get());
		return UniqueTrait.of(key, task, text);
	}

	private static void requireDelay(JobRequest request, String task, UniqueKey key) {
		if (key.conflict() == Conflict.DEBOUNCE && (request.delay() == null || request.delay().isZero())) {
			throw new InvalidJobException(("A job for task '%s' has the unique key %s, which puts its owner off by the "
					+ "delay of each request, but the request has none: add after(…), or use replace()")
				.formatted(task, key));
		}
	}

	private static String digest(String text) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return "payload:" + HexFormat.of().formatHex(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This Java has no SHA-256, which unique keys of payloads need", ex);
		}
	}

}
