package io.jobqueue.retry;

import java.time.Duration;
import java.util.Set;

import io.jobqueue.DurationText;
import io.jobqueue.InvalidJobException;

/**
 * When and how often a failed attempt is retried. Immutable.
 *
 * @param maxRetries the number of retries, not of runs
 * @param delay the delay before the first retry; zero places the job at the tail of its
 * queue
 * @param multiplier the factor of each further delay, at least 1
 * @param maxDelay the longest delay, including jitter; also limits {@code delay}
 * @param jitter the random part of the delay, from 0 to 1: 0.2 means ±20 %
 * @param includes if not empty, only these exceptions are retried; if empty, all except
 * those for which a retry cannot help
 * @param excludes exceptions that are not retried
 */
public record RetryPolicy(int maxRetries, Duration delay, double multiplier, Duration maxDelay, double jitter,
		Set<Class<? extends Throwable>> includes, Set<Class<? extends Throwable>> excludes) {

	/** A hundred years: any store can hold such a time. */
	public static final Duration LONGEST_DELAY = Duration.ofDays(36_500);

	/** 3 retries after 3 s, 6 s and 12 s, ±20 %. */
	public static final RetryPolicy DEFAULT = new RetryPolicy(3, Duration.ofSeconds(3), 2, Duration.ofHours(1), 0.2,
			Set.of(), Set.of());

	/** By name, because most of them are not on every class path. */
	private static final Set<String> POINTLESS = Set.of("io.jobqueue.PayloadException",
			"io.jobqueue.InvalidJobException", "io.jobqueue.ReferenceGoneException",
			"java.lang.IllegalArgumentException", "java.lang.ClassCastException",
			"jakarta.validation.ValidationException", "org.springframework.validation.BindException",
			"org.springframework.validation.method.MethodValidationException", "tools.jackson.core.JacksonException",
			"com.fasterxml.jackson.core.JacksonException");

	public RetryPolicy {
		require(maxRetries >= 0, "'maxRetries' must not be negative, but was " + maxRetries);
		requireDelay("delay", delay);
		require(multiplier >= 1 && Double.isFinite(multiplier),
				"'multiplier' must be a number of at least 1, but was " + multiplier);
		requireDelay("maxDelay", maxDelay);
		require(jitter >= 0 && jitter <= 1, "'jitter' must be from 0 to 1, but was " + jitter);
		for (Class<?> type : includes) {
			require(!excludes.contains(type), "'" + type.getName() + "' is both in 'includes' and in 'excludes'");
		}
		includes = Set.copyOf(includes);
		excludes = Set.copyOf(excludes);
	}

	/**
	 * Whether to retry an error. The class that is nearest to the class of the error
	 * decides. So an include can re-enable an error that is excluded, or that is not
	 * retried by default.
	 * @param error what an attempt threw
	 */
	public boolean retries(Throwable error) {
		for (Class<?> type = error.getClass(); type != null; type = type.getSuperclass()) {
			if (this.includes.contains(type)) {
				return true;
			}
			if (this.excludes.contains(type) || POINTLESS.contains(type.getName())) {
				return false;
			}
		}
		return this.includes.isEmpty();
	}

	/**
	 * The delay before a retry.
	 * @param retry the number of the retry, from 1
	 * @param random a number from 0 to 1 that selects a value within the jitter
	 * @return the delay, at most {@link #maxDelay()}; zero only if the delay or the
	 * maximum is zero
	 */
	public Duration delay(int retry, double random) {
		if (this.delay.isZero() || this.maxDelay.isZero()) {
			return Duration.ZERO;
		}
		double longest = millis(this.maxDelay);
		double base = Math.min(millis(this.delay) * Math.pow(this.multiplier, retry - 1.0), longest);
		double spread = Math.min(base * (1 + this.jitter * (2 * random - 1)), longest);
		return Duration.ofMillis(Math.max(1, Math.round(spread)));
	}

	private static double millis(Duration duration) {
		return duration.getSeconds() * 1000.0 + duration.getNano() / 1_000_000.0;
	}

	private static void requireDelay(String name, Duration value) {
		require(!value.isNegative(), "'%s' must not be negative, but was %s".formatted(name, DurationText.of(value)));
		require(value.compareTo(LONGEST_DELAY) <= 0, "'%s' is at most %s, but was %s".formatted(name,
				DurationText.of(LONGEST_DELAY), DurationText.of(value)));
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new InvalidJobException(message);
		}
	}

}
