package io.jobqueue.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which Redis was looked for and what to do.
 */
final class RedisUnusableFailureAnalyzer extends AbstractFailureAnalyzer<RedisUnusableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RedisUnusableException cause) {
		return new FailureAnalysis("jobqueue keeps its jobs in Redis, and " + cause.getMessage() + ".", cause.action(),
				cause);
	}

}
