package io.jobqueue.autoconfigure.redis;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which Redis was looked for and what to do.
 */
final class RedisUnusableFailureAnalyzer extends AbstractFailureAnalyzer<RedisUnusableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RedisUnusableException cause) {
		return new FailureAnalysis("jobqueue keeps its jobs in Redis, and " + sentence(cause.getMessage()),
				cause.action(), cause);
	}

	/** Answers of Redis end with a full stop at times. */
	private static String sentence(@Nullable String message) {
		String text = String.valueOf(message);
		return text.endsWith(".") ? text : text + ".";
	}

}
