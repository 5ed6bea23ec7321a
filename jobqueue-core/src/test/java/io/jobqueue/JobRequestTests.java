package io.jobqueue;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JobRequestTests {

	private static final Duration MOST = Duration.ofDays(36_500);

	private final JobRequest request = JobRequest.of("x", 1);

	static List<Duration> tooLong() {
		return List.of(ChronoUnit.FOREVER.getDuration(), Duration.ofSeconds(Long.MAX_VALUE), MOST.plusNanos(1));
	}

	@ParameterizedTest
	@MethodSource("tooLong")
	void durationThatNoStoreCanHoldIsRefused(Duration duration) {
		assertRefused(() -> this.request.withTimeout(duration), DurationText.of(duration), "36500d");
		assertRefused(() -> this.request.after(duration), DurationText.of(duration), "36500d");
		assertRefused(() -> RetryRequest.after(duration), DurationText.of(duration), "36500d");
		assertRefused(() -> RetryRequest.withDefaults().withDelay(duration), DurationText.of(duration), "36500d");
	}

	@Test
	void longestDurationsAreTaken() {
		assertThat(this.request.withTimeout(MOST).timeout()).isEqualTo(MOST);
		assertThat(this.request.after(MOST).delay()).isEqualTo(MOST);
		assertThat(RetryRequest.after(MOST).delay()).isEqualTo(MOST);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1000000000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z",
			"0000-12-31T23:59:59Z", "+10000-01-01T00:00:00Z" })
	void timeThatNoStoreCanHoldIsRefused(Instant time) {
		assertRefused(() -> this.request.at(time), time.toString(), "0001-01-01T00:00:00Z", "9999-12-31");
	}

	@Test
	void tagsAreAdded() {
		JobRequest tagged = this.request.withTag("a").withTags("customer=x/y:1@z+2", "a").withTags();
		assertThat(tagged.tags()).containsExactly("a", "customer=x/y:1@z+2");
		assertThat(tagged.withTag("b".repeat(100)).tags()).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a=", "=a", "a=b=c", "\u00e4", "a,b", "a\n", "a:b" })
	void tagOfAnotherFormIsRefusedWithTheWayOut(String tag) {
		assertRefused(() -> this.request.withTag(tag), "'" + tag + "' is no tag", "'customer=42'");
		assertRefused(() -> JobQuery.all().withTag(tag), "'" + tag + "' is no tag");
	}

	@Test
	void tagsThatAreTooLongOrTooManyAreRefused() {
		assertRefused(() -> this.request.withTag("x".repeat(101)), "at most 100 characters");
		JobRequest most = this.request.withTags("1", "2", "3", "4", "5", "6", "7", "8");
		assertThat(most.withTag("8").tags()).hasSize(8);
		assertRefused(() -> most.withTag("9"), "at most 8 tags", "9", "use headers");
	}

	@Test
	void timeInThePastIsTaken() {
		assertThat(this.request.at(Instant.EPOCH).dueAt()).isEqualTo(Instant.EPOCH);
	}

	@Test
	void negativeDelayIsRefusedWithItsTaskAndTheWayOut() {
		assertRefused(() -> JobRequest.of("mail.send", "a").after(Duration.ofSeconds(-5)), "task 'mail.send'", "-5s",
				"use zero to run it immediately");
		assertRefused(() -> RetryRequest.after(Duration.ofSeconds(-5)), "delay of a retry", "-5s", "use zero");
	}

	@Test
	void partsOfAMillisecondAreNeverNone() {
		assertRefused(() -> this.request.withTimeout(Duration.ofNanos(1)), "1ns", "from 1ms to 36500d");
		assertThat(this.request.withTimeout(Duration.ofNanos(1_999_999)).timeout()).isEqualTo(Duration.ofMillis(1));
		assertThat(this.request.after(Duration.ofNanos(1)).delay()).isEqualTo(Duration.ofMillis(1));
		assertThat(RetryRequest.after(Duration.ofNanos(1_000_001)).delay()).isEqualTo(Duration.ofMillis(2));
	}

	@ParameterizedTest
	@ValueSource(strings = { "tenant\0", "\uD83D", "a\uDE00", "\uDE00\uD83D" })
	void textThatNoStoreCanHoldIsRefused(String text) {
		assertRefused(() -> this.request.withCorrelationId(text), "correlation id", "at index");
		assertRefused(() -> this.request.withHeader("tenant", text), "Header 'tenant'", "at index");
		assertRefused(() -> this.request.withHeader(text, "acme"), "name of a header", "at index");
		assertRefused(() -> JobId.of(text), "job id", "at index");
		assertRefused(() -> JobQuery.all().after(text), "cursor", "at index");
	}

	@Test
	void everyOtherTextIsTaken() {
		String text = "\uD83D\uDE00 \u2028 \uFFFE \u001f\r\n";
		assertThat(this.request.withHeader(text, text).withCorrelationId(text).headers()).containsEntry(text, text);
	}

	@Test
	@SuppressWarnings("NullAway")
	void nullIsRefusedByItsName() {
		assertRefused(() -> this.request.after(null), "delay must not be null");
		assertRefused(() -> this.request.at(null), "time", "must not be null");
		assertRefused(() -> this.request.withTimeout(null), "timeout must not be null");
		assertRefused(() -> this.request.withHeader("tenant", null), "Header 'tenant' must not be null");
		assertRefused(() -> this.request.withHeader(null, "acme"), "name of a header must not be null");
		assertRefused(() -> this.request.withCorrelationId(null), "correlation id must not be null");
		assertRefused(() -> this.request.onQueue(null), "name of a queue must not be null");
		assertRefused(() -> JobRequest.of((String) null, 1), "name of a task must not be null");
		assertRefused(() -> JobRequest.of((Class<JobHandler<String, ?>>) null, "a"), "handler class",
				"must not be null");
		assertRefused(() -> JobRequest.of((TaskRef.PayloadMethod<Object, String>) null, "a"), "method reference",
				"must not be null");
		assertRefused(() -> JobId.of(null), "job id must not be null");
	}

	@Test
	void requestIsNotChangedByItsWithers() {
		UnaryOperator<JobRequest> change = (request) -> request.withHeader("a", "1").onQueue("q").withPriority(3);
		assertThat(change.apply(this.request).headers()).containsOnlyKeys("a");
		assertThat(this.request.headers()).isEmpty();
		assertThat(this.request.queue()).isNull();
	}

	private static void assertRefused(ThrowingCallable request, String... parts) {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(request).withMessageContainingAll(parts);
	}

	@Test
	void nameThatIsFarTooLongIsQuotedInShort() {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> JobRequest.of("t".repeat(1_000_000), "x"))
			.satisfies((refusal) -> assertThat(refusal.getMessage()).hasSizeLessThan(500)
				.contains("ttt…' is no name for a task"));
	}

}
