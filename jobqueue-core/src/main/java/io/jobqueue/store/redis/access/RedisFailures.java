package io.jobqueue.store.redis.access;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.jobqueue.JobQueueException;
import io.jobqueue.store.error.StoreFullException;
import io.jobqueue.store.error.StoreUnavailableException;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;

/**
 * Says which failures of Redis may pass. Messages name the operation and the answer of
 * Redis, never the configuration of the connection.
 * <p>
 * Only an error reply of Redis and a wrong use of the client are permanent. After any
 * other failure it is unknown whether the command had an effect, and it may be retried.
 * Examples are a timeout, a broken or replaced connection, a cancelled command and a
 * client that stops.
 */
public final class RedisFailures {

	/** Answers that may pass; the command had no effect. */
	private static final Pattern PASSING = Pattern
		.compile("\\b(LOADING|READONLY|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|BUSY|MISCONF|NOREPLICAS"
				+ "|NOPERM|NOAUTH|WRONGPASS|MOVED|ASK|max number of clients)\\b");

	/** Clients have a type of exception for what Redis answered, and types below it. */
	private static final Set<String> ANSWERS = Set.of("RedisCommandExecutionException", "JedisDataException");

	/** How such an answer begins, whatever the type. */
	private static final Pattern CODE = Pattern
		.compile("^-?(ERR|WRONGTYPE|CROSSSLOT|NOSCRIPT|EXECABORT|NOPROTO|UNKILLABLE)\\b");

	/** What {@code guard.lua} answers. */
	private static final Pattern NEEDS = Pattern.compile("\\bJOBQUEUE_NEEDS (\\d+)");

	private RedisFailures() {
	}

	/** What a failed script of a queue means. */
	public static JobQueueException translate(String operation, String queue, RuntimeException failure) {
		Matcher needs = NEEDS.matcher(answers(failure));
		return needs.find() ? RedisFormat.newerQueue(queue, needs.group(1)) : translate(operation, failure);
	}

	/** What a failed command means. */
	public static JobQueueException translate(String operation, RuntimeException failure) {
		return translate(operation, failure, false);
	}

	/** What it means that there was no connection: no command was sent. */
	public static JobQueueException notConnected(String operation, RuntimeException failure) {
		return translate(operation, failure, true);
	}

	private static JobQueueException translate(String operation, RuntimeException failure, boolean notSent) {
		if (failure instanceof JobQueueException known) {
			return known;
		}
		String answers = answers(failure);
		if (answers.contains("OOM command not allowed")) {
			return new StoreFullException("Redis is full (maxmemory), so it refused to " + operation
					+ ". Add memory, delete ended jobs, or keep fewer of them by jobqueue.retention", failure);
		}
		Matcher passing = PASSING.matcher(answers);
		if (passing.find()) {
			return new StoreUnavailableException(
					"Redis cannot " + operation + " at the moment: it answered " + passing.group(1), failure, true);
		}
		String answer = answer(failure);
		if (answer != null) {
			return new JobQueueException("Redis refused to " + operation + ": " + answer, failure);
		}
		if (!notSent && isMisuse(failure)) {
			return new JobQueueException("Redis could not be used to " + operation + ": " + failure, failure);
		}
		if (notSent) {
			return new StoreUnavailableException("Redis could not be reached to " + operation, failure, true);
		}
		String reason = isInterrupt(failure) ? "This thread was interrupted, so it did not wait for Redis to "
				: "Redis could not be reached in time to ";
		return new StoreUnavailableException(reason + operation, failure);
	}

	/** Lettuce has an exception of its own, which is no dependency here. */
	private static boolean isInterrupt(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof InterruptedException
					|| cause.getClass().getSimpleName().equals("RedisCommandInterruptedException")) {
				return true;
			}
		}
		return false;
	}

	static boolean isNoScript(RuntimeException failure) {
		return answers(failure).contains("NOSCRIPT");
	}

	/** Whether no answer came in time, or none that could be read. */
	static boolean isTimeout(RuntimeException failure) {
		return failure instanceof QueryTimeoutException;
	}

	/** An error of the program: what Redis sent or is to be sent has another form. */
	private static boolean isMisuse(Throwable failure) {
		return failure instanceof NullPointerException || failure instanceof ClassCastException
				|| failure instanceof IllegalArgumentException || failure instanceof IndexOutOfBoundsException;
	}

	/** What Redis itself said, {@code null} if it said nothing. */
	private static @Nullable String answer(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String message = cause.getMessage();
			if (message != null && (isAnswer(cause.getClass()) || CODE.matcher(message).find())) {
				return message;
			}
		}
		return null;
	}

	private static boolean isAnswer(Class<?> type) {
		for (Class<?> each = type; each != null; each = each.getSuperclass()) {
			if (ANSWERS.contains(each.getSimpleName())) {
				return true;
			}
		}
		return false;
	}

	private static String answers(Throwable failure) {
		StringBuilder answers = new StringBuilder();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			answers.append(cause.getMessage()).append('\n');
		}
		return answers.toString();
	}

}
