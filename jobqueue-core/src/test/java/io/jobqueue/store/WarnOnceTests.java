package io.jobqueue.store;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WarnOnceTests {

	private final WarnOnce once = new WarnOnce();

	@Test
	void eachThingIsWarnedOfOnce() {
		assertThat(this.once.isFirst("a")).isTrue();
		assertThat(this.once.isFirst("a")).isFalse();
		assertThat(this.once.isFirst("b")).isTrue();
	}

	@Test
	void theNumberOfThingsIsBounded() {
		for (int i = 0; i < 1_000; i++) {
			assertThat(this.once.isFirst("task-" + i)).isTrue();
		}
		assertThat(this.once.isFirst("one more")).isFalse();
	}

}
