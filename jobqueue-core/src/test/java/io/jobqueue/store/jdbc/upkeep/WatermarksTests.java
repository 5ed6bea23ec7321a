package io.jobqueue.store.jdbc.upkeep;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.StepClock;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WatermarksTests {

	private static final String QUEUE = "mail";

	private static final StepClock NOW = new StepClock(100_000_000);

	private static final long SLOW = Duration.ofMillis(30).toNanos();

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - SLOW);

	private final AtomicBoolean kept = new AtomicBoolean(true);

	private final Watermarks marks = new Watermarks(Watermarks.SLOW_NANOS, this.nanos::get, this.kept::get);

	@Test
	void nothingIsLeftOutAtFirst() {
		assertThat(this.marks.of(QUEUE)).isNull();
	}

	@Test
	void afterASlowLookTheNextBeginAtItsFirstJobs() {
		this.marks.looked(QUEUE, List.of(job(0, 40_000), job(0, 50_000), job(5, 60_000)), false, NOW, SLOW);
		assertThat(this.marks.of(QUEUE)).isEqualTo(Map.of(0, 39_900L, 5, 59_900L));
		assertThat(this.marks.of("photos")).isNull();
	}

	@Test
	void allIsLookedAtForATenthOfTheTime() {
		this.marks.looked(QUEUE, List.of(job(0, 50_000)), false, NOW, SLOW);
		this.nanos.addAndGet(10 * SLOW - 1);
		assertThat(this.marks.of(QUEUE)).isNotNull();
		this.nanos.addAndGet(1);
		assertThat(this.marks.of(QUEUE)).isNull();
	}

	@Test
	void allIsLookedAtOnceASecondHoweverSlowThatIs() {
		this.marks.looked(QUEUE, List.of(job(0, 50_000)), false, NOW, 100 * SLOW);
		this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
		assertThat(this.marks.of(QUEUE)).isNull();
	}

	@Test
	void prioritiesThatWereNotReachedKeepTheirPlace() {
		this.marks.looked(QUEUE, List.of(job(0, 50_000), job(5, 60_000)), false, NOW, SLOW);
		this.marks.looked(QUEUE, List.of(job(0, 70_000)), false, NOW, SLOW);
		assertThat(this.marks.of(QUEUE)).isEqualTo(Map.of(0, 69_900L, 5, 59_900L));
	}

	@Test
	void prioritiesThatWereSeenToBeEmptyAreLookedAtFromNowOn() {
		this.marks.looked(QUEUE, List.of(job(-5, 50_000), job(0, 60_000)), false, NOW, SLOW);
		this.marks.looked(QUEUE, List.of(job(0, 70_000)), false, NOW, SLOW);
		assertThat(this.marks.of(QUEUE)).isEqualTo(Map.of(-5, 99_900L, 0, 69_900L));
	}

	@Test
	void queueThatWasEmptiedIsLookedAtFromNowOn() {
		this.marks.looked(QUEUE, List.of(job(0, 50_000), job(5, 60_000)), false, NOW, SLOW);
		this.marks.looked(QUEUE, List.of(job(0, 70_000)), true, NOW, SLOW);
		assertThat(this.marks.of(QUEUE)).isEqualTo(Map.of(0, 69_900L, 5, 99_900L));
	}

	@Test
	void fastLookNeedsNoMark() {
		this.marks.looked(QUEUE, List.of(job(0, 50_000)), false, NOW, SLOW);
		this.marks.looked(QUEUE, List.of(job(0, 50_000)), false, NOW, Watermarks.SLOW_NANOS - 1);
		assertThat(this.marks.of(QUEUE)).isNull();
	}

	@Test
	void lookThatIsSlowForAnotherReasonNeedsNoMark() {
		this.kept.set(false);
		this.marks.looked(QUEUE, List.of(job(0, 50_000)), false, NOW, SLOW);
		assertThat(this.marks.of(QUEUE)).isNull();
	}

	@Test
	void eachOfManyPrioritiesWouldBeALookOfItsOwn() {
		List<QueueEntry> jobs = IntStream.range(0, 100).mapToObj((rank) -> job(rank, 50_000)).toList();
		this.marks.looked(QUEUE, jobs, true, NOW, SLOW);
		assertThat(this.marks.of(QUEUE)).containsOnlyKeys(0, 1, 2, 3, 4, 5, 6, 7);
	}

	@Test
	void prioritiesThatHaveJobsComeBeforeThoseThatWereEmptied() {
		this.marks.looked(QUEUE, IntStream.range(0, 8).mapToObj((rank) -> job(rank, 50_000)).toList(), true, NOW, SLOW);
		this.marks.looked(QUEUE, List.of(job(20, 60_000)), true, NOW, SLOW);
		assertThat(this.marks.of(QUEUE)).containsEntry(20, 59_900L).hasSize(8);
	}

	private static QueueEntry job(int rank, long dueAt) {
		return new QueueEntry("job", QUEUE, -rank, rank, dueAt, 1, 0, 0, 0, 0, null);
	}

}
