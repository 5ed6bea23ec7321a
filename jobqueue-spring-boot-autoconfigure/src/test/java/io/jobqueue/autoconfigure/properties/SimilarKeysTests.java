package io.jobqueue.autoconfigure.properties;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SimilarKeysTests {

	@ParameterizedTest
	@CsvSource({ "worker.leese-duration, jobqueue.worker.lease-duration",
			"workers.concurrency, jobqueue.worker.concurrency", "poll-interval, jobqueue.worker.poll-interval",
			"queue.mail.concurrency, jobqueue.queues.mail.concurrency",
			"queues.mail.concurency, jobqueue.queues.mail.concurrency",
			"retries.external.max-retry, jobqueue.retries.external.max-retries",
			"worker.leaseduration, jobqueue.worker.lease-duration", "stor, jobqueue.store",
			"retention.sucess.time, jobqueue.retention.success.time", "redis.timeout, jobqueue.redis.start-timeout",
			"jdbc.init-schema, jobqueue.jdbc.initialize-schema" })
	void theKeyThatWasMeantIsFound(String misspelt, String meant) {
		assertThat(SimilarKeys.of(List.of(misspelt.split("\\.")))).contains(meant).hasSizeLessThanOrEqualTo(3);
	}

	@ParameterizedTest
	@CsvSource({ "queues.my.queue.concurrency, jobqueue.queues[my.queue].concurrency",
			"queues.my.queue.concurency, jobqueue.queues[my.queue].concurrency",
			"queues.a.b.c.paused, jobqueue.queues[a.b.c].paused",
			"retries.my.policy.max-retries, jobqueue.retries[my.policy].max-retries" })
	void aNameWithDotsIsSuggestedInBrackets(String written, String meant) {
		assertThat(SimilarKeys.of(List.of(written.split("\\.")))).containsExactly(meant);
	}

	@ParameterizedTest
	@CsvSource({ "colour", "a", "appearance.background.pattern" })
	void whatIsLikeNoKeyHasNone(String key) {
		assertThat(SimilarKeys.of(List.of(key.split("\\.")))).isEmpty();
	}

}
