package io.jobqueue.store.support;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WarnOnceTests {

	private final AtomicInteger beyond = new AtomicInteger();

	private final WarnOnce once = new WarnOnce(this.beyond::incrementAndGet);

	@Test
	void eachThingIsWarnedOfOnce() {
		assertThat(this.once.isFirst("a")).isTrue();
		assertThat(this.once.isFirst("a")).isFalse();
		assertThat(this.once.isFirst("b")).isTrue();
	}

	@Test
	void beyondTheBoundItIsSaidOnceThatThereAreMore() {
		for (int i = 0; i < 20; i++) {
			assertThat(this.once.isFirst("task-" + i)).isTrue();
		}
		assertThat(this.once.isFirst("task-1")).isFalse();
		assertThat(this.beyond).hasValue(0);
		assertThat(this.once.isFirst("one more")).isFalse();
		assertThat(this.once.isFirst("another one")).isFalse();
		assertThat(this.once.isFirst("task-1")).isFalse();
		assertThat(this.beyond).hasValue(1);
	}

}
