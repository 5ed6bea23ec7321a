package io.jobqueue.store.redis.form;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.JobQueueException;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.NewJob;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RedisJobRecordTests {

	@ParameterizedTest
	@ValueSource(
			strings = { "", "{}", "3:abc", "-", "\u001f\u001e\u0000", "äöü", "日本語", "😀\uD83D\uDC69\u200D💻", "\r\n" })
	void textComesBackAsItWas(String text) {
		NewJob job = new NewJob(JobId.of("a"), "q",
				JobDetails.of("task", text)
					.withHeaders(Map.of(text, text))
					.withPriority(-100)
					.withMaxRetries(3)
					.withTimeout(Duration.ofMillis(1500))
					.withCorrelationId(text),
				null, null);
		JobDetails record = decode(RedisJobRecord.encode(job));
		assertThat(record.payload()).isEqualTo(text);
		assertThat(record.headers()).containsExactly(Map.entry(text, text));
		assertThat(record.correlationId()).isEqualTo(text);
		assertThat(record.priority()).isEqualTo(-100);
		assertThat(record.maxRetries()).isEqualTo(3);
		assertThat(record.timeout()).isEqualTo(Duration.ofMillis(1500));
	}

	@Test
	void absentComesBackAsAbsent() {
		NewJob job = new NewJob(JobId.of("a"), "q", "task", "1");
		JobDetails record = decode(RedisJobRecord.encode(job));
		assertThat(record.correlationId()).isNull();
		assertThat(record.maxRetries()).isNull();
		assertThat(record.timeout()).isNull();
	}

	@Test
	void foreignRecordIsRefusedWithItsJob() {
		assertThatExceptionOfType(JobQueueException.class)
			.isThrownBy(() -> RedisJobRecord.decode("q-1", "foreign".getBytes(StandardCharsets.UTF_8)))
			.withMessageContaining("'q-1'")
			.withMessageContaining("'foreign'");
	}

	private static JobDetails decode(byte[] encoded) {
		String text = RedisJobRecord.STAMP + new String(encoded, StandardCharsets.UTF_8);
		return RedisJobRecord.decode("a", text.getBytes(StandardCharsets.UTF_8)).details();
	}

}
