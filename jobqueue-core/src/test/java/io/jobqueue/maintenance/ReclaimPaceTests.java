package io.jobqueue.maintenance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.jobqueue.store.feed.ClaimResult.IdleHints;

import static org.assertj.core.api.Assertions.assertThat;

class ReclaimPaceTests {

	private static final IdleHints NOTHING = new IdleHints(0, false);

	private static final IdleHints NEEDED = new IdleHints(0, true);

	private @Nullable IdleHints seen;

	private Duration time = Duration.ZERO;

	private final ReclaimPace pace = new ReclaimPace(Duration.ofSeconds(5), (queue, notOlderThan) -> {
		assertThat(notOlderThan).isEqualTo(Duration.ofMillis(2500));
		return queue.equals("q") ? this.seen : NOTHING;
	}, () -> this.time.toNanos());

	@BeforeEach
	void begin() {
		assertThat(this.pace.due(List.of("q", "other"))).isEmpty();
	}

	@Test
	void withoutClaimsItIsTimeWithinTheInterval() {
		assertThat(dueAfter(100)).containsExactly(4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64, 68, 72,
				76, 80, 84, 88, 92, 96, 100);
	}

	@Test
	void aQueueOfWhichClaimsSeeThatNothingIsLostIsNeverAsked() {
		this.seen = NOTHING;
		assertThat(dueAfter(1000)).isEmpty();
	}

	@Test
	void whatAClaimSawIsActedOnAtOnce() {
		this.seen = NOTHING;
		dueAfter(100);
		this.seen = NEEDED;
		assertThat(dueAfter(1)).hasSize(1);
	}

	@Test
	void whatCannotBeTakenBackIsNotTriedInALoop() {
		this.seen = NEEDED;
		assertThat(dueAfter(9)).containsExactly(3, 6, 9);
	}

	@Test
	void claimsThatStopLookingAroundAreMadeUpForAtOnce() {
		this.seen = NOTHING;
		dueAfter(100);
		this.seen = null;
		assertThat(dueAfter(1)).hasSize(1);
	}

	/** After how many ticks it was time for the queue, and for no other. */
	private List<Integer> dueAfter(int ticks) {
		List<Integer> due = new ArrayList<>();
		for (int tick = 1; tick <= ticks; tick++) {
			this.time = this.time.plus(this.pace.tick());
			List<String> queues = this.pace.due(List.of("q", "other"));
			assertThat(queues).doesNotContain("other");
			if (!queues.isEmpty()) {
				due.add(tick);
			}
		}
		return due;
	}

}
