package io.jobqueue.store.support;

import java.time.Duration;
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
		this.clock.set(java.time.Instant.ofEpochMilli(32));
		assertThat(this.ids.next("q").value()).startsWith("q-0000000010");
	}

	@Test
	void threadsNeverGetTheSameId() {
		Set<JobId> made = ConcurrentHashMap.newKeySet();
		IntStream.range(0, 20_000).parallel().forEach((i) -> made.add(this.ids.next("q")));
		assertThat(made).hasSize(20_000);
	}

}
