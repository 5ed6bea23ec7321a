package io.jobqueue.store.statistics;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.ToLongFunction;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DurationBucketsTests {

	private static final long MILLI = 1_000_000;

	@ParameterizedTest
	@CsvSource({ "0, 0", "999999, 0", "1000000, 1", "1999999, 1", "2000000, 2", "4000000, 3", "3600000000000, 22",
			"16777215999999, 24", "16777216000000, 25", "9223372036854775807, 25" })
	void bucketHasADuration(long nanos, int bucket) {
		assertThat(DurationBuckets.of(nanos)).isEqualTo(bucket);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void quantileIsWithinTheBoundOfTheExactOne(long seed) {
		Random random = new Random(seed);
		assertBound(random, (source) -> (long) (source.nextDouble() * 900 * MILLI));
		assertBound(random, (source) -> (long) (Math.exp(source.nextGaussian() * 3) * 20 * MILLI));
		assertBound(random, (source) -> source.nextInt(20) == 0 ? 3_000_000 * MILLI : 7 * MILLI);
		assertBound(random, (source) -> (long) (source.nextDouble() * 2 * MILLI));
	}

	private static void assertBound(Random random, ToLongFunction<Random> duration) {
		for (int size : new int[] { 1, 2, 3, 10, 1000 }) {
			long[] exact = new long[size];
			long[] counts = new long[DurationBuckets.COUNT];
			for (int i = 0; i < size; i++) {
				exact[i] = duration.applyAsLong(random);
				counts[DurationBuckets.of(exact[i])]++;
			}
			Arrays.sort(exact);
			for (double quantile : new double[] { 0.01, 0.5, 0.95, 0.99, 1 }) {
				long expected = exact[(int) Math.ceil(quantile * size) - 1];
				Duration estimate = DurationBuckets.quantile(counts, quantile);
				assertThat(estimate).as("%s of %d", quantile, size).isNotNull();
				if (expected < MILLI) {
					assertThat(estimate.toNanos()).isBetween(0L, MILLI);
				}
				else {
					assertThat(estimate.toNanos()).isBetween(expected / 2, expected * 2);
				}
			}
		}
	}

	@Test
	void quantileOfNothingIsMissing() {
		assertThat(DurationBuckets.quantile(new long[DurationBuckets.COUNT], 0.5)).isNull();
	}

	@Test
	void quantileInTheLastBucketIsItsBound() {
		long[] counts = new long[DurationBuckets.COUNT];
		counts[DurationBuckets.of(Duration.ofDays(3).toNanos())] = 5;
		assertThat(DurationBuckets.quantile(counts, 0.99)).isEqualTo(Duration.ofMillis(1 << 24))
			.isGreaterThan(Duration.ofMinutes(279));
	}

}
