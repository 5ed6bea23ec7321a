package io.jobqueue.store.support;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.jobqueue.JobId;
import io.jobqueue.testsupport.SettableClock;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MonotonicIdsTests {

	private final SettableClock clock = new SettableClock();

	private final MonotonicIds ids = new MonotonicIds(this.clock);

	@Test
	void idIsTheQueueAndTwentySixCharacters() {
		JobId id = this.ids.next("a-queue");
		assertThat(id.value()).matches("a-queue-[0-9a-hjkmnp-tv-z]{26}");
		assertThat(id.queue()).contains("a-queue");
	}

	@Test
	void idsOfOneMillisecondAscend() {
		List<JobId> made = Stream.generate(() -> this.ids.next("q")).limit(10_000).toList();
		assertThat(made).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void idsAscendWithTheClockAndWhenItIsSetBack() {
		JobId first = this.ids.next("q");
		this.clock.advance(Duration.ofMillis(1));
		JobId second = this.ids.next("q");
		this.clock.advance(Duration.ofHours(-1));
		assertThat(List.of(first, second, this.ids.next("q"))).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void timeIsReadFromTheFirstTenCharacters() {
		this.clock.set(Instant.ofEpochMilli(32));
		assertThat(this.ids.next("q").value()).startsWith("q-0000000010");
	}

	@Test
	void timeOfAnIdIsReadAgain() {
		Instant now = Instant.parse("2026-05-01T10:20:30.456Z");
		this.clock.set(now);
		assertThat(MonotonicIds.time(this.ids.next("a-queue.b_c"))).contains(now);
		for (String other : List.of("q", "q-00000000000000000000000001", "q-01k5u0000000000000000000000",
				"q-01k5U000000000000000000000")) {
			assertThat(MonotonicIds.time(JobId.of(other))).as(other).isEmpty();
		}
	}

	@Test
	void threadsNeverGetTheSameId() {
		Set<JobId> made = ConcurrentHashMap.newKeySet();
		IntStream.range(0, 20_000).parallel().forEach((i) -> made.add(this.ids.next("q")));
		assertThat(made).hasSize(20_000);
	}

}
