package io.jobqueue.worker.feed;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PollPaceTests {

	private final PollPace pace = new PollPace(Duration.ofSeconds(1), () -> 0.5);

	@Test
	void theIntervalNeverGrows() {
		for (int i = 0; i < 100; i++) {
			assertThat(this.pace.next(null)).isEqualTo(Duration.ofMillis(1125));
		}
	}

	@Test
	void theSpreadIsAQuarterUpwards() {
		assertThat(new PollPace(Duration.ofSeconds(1), () -> 0).next(null)).isEqualTo(Duration.ofMillis(1000));
		assertThat(new PollPace(Duration.ofSeconds(1), () -> 1).next(null)).isEqualTo(Duration.ofMillis(1250));
	}

	@Test
	void aJobThatFallsDueEarlierEndsThePause() {
		assertThat(this.pace.next(Duration.ofMillis(20))).isEqualTo(Duration.ofMillis(21));
		assertThat(this.pace.next(Duration.ofSeconds(9))).isEqualTo(Duration.ofMillis(1125));
	}

	@Test
	void aDueTimeThatHasPassedMakesNoBusyLoop() {
		assertThat(this.pace.next(Duration.ZERO)).isEqualTo(Duration.ofMillis(1));
		assertThat(this.pace.next(Duration.ofSeconds(-5))).isEqualTo(Duration.ofMillis(1));
	}

}
