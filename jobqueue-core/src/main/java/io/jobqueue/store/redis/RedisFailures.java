package io.jobqueue.store.redis;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.jobqueue.JobQueueException;
import io.jobqueue.store.StoreFullException;
import io.jobqueue.store.StoreUnavailableException;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisConnectionFailureException;

/**
 * Says which failures of Redis may pass. Messages name the operation and the answer of
 * Redis, never the configuration of the connection.
 */
final class RedisFailures {

	private static final Pattern PASSING = Pattern
		.compile("\\b(LOADING|READONLY|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|BUSY|MISCONF|NOREPLICAS"
				+ "|NOPERM|NOAUTH|WRONGPASS|MOVED|ASK|max number of clients)\\b");

	private RedisFailures() {
	}

	static JobQueueException translate(String operation, RuntimeException failure) {
		if (failure instanceof JobQueueException known) {
			return known;
		}
		String answers = answers(failure);
		if (answers.contains("OOM command not allowed")) {
			return new StoreFullException(
					"Redis is full (maxmemory), so it refused to " + operation + ". Give it memory, or let jobs drain",
					failure);
		}
		Matcher passing = PASSING.matcher(answers);
		if (passing.find()) {
			return new StoreUnavailableException(
					"Redis cannot " + operation + " for now: it answered " + passing.group(1), failure);
		}
		if (isConnection(failure)) {
			return new StoreUnavailableException("Redis could not be reached in time to " + operation, failure);
		}
		return new JobQueueException("Redis refused to " + operation + ": " + innermost(failure).getMessage(), failure);
	}

	static boolean isNoScript(RuntimeException failure) {
		return answers(failure).contains("NOSCRIPT");
	}

	/** Whether no answer came in time, or none that could be read. */
	static boolean isTimeout(RuntimeException failure) {
		return failure instanceof QueryTimeoutException;
	}

	private static boolean isConnection(Throwable failure) {
		if (failure instanceof RedisConnectionFailureException || failure instanceof QueryTimeoutException
				|| failure instanceof DataAccessResourceFailureException || failure instanceof IllegalStateException) {
			return true;
		}
		for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
			if (cause instanceof IOException || cause.getClass()
				.getSimpleName()
				.matches(
						"RedisConnectionException|RedisCommandTimeoutException|ClosedChannelException|RedisException|PartitionSelectorException")) {
				return true;
			}
		}
		return false;
	}

	/** What Redis itself said. */
	private static Throwable innermost(Throwable failure) {
		Throwable innermost = failure;
		while (innermost.getCause() != null) {
			innermost = innermost.getCause();
		}
		return innermost;
	}

	private static String answers(Throwable failure) {
		StringBuilder answers = new StringBuilder();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			answers.append(cause.getMessage()).append('\n');
		}
		return answers.toString();
	}

}
