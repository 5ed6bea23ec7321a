package io.jobqueue.store.support;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WarnSeldomTests {

	private final AtomicLong nanos = new AtomicLong();

	private final WarnSeldom seldom = new WarnSeldom(this.nanos::get);

	@Test
	void eachThingIsWarnedOfOnceAMinuteWithTheNumberOfItsCauses() {
		assertThat(this.seldom.due("a")).isOne();
		assertThat(this.seldom.due("b")).isOne();
		this.nanos.addAndGet(Duration.ofSeconds(59).toNanos());
		assertThat(this.seldom.due("a")).isZero();
		assertThat(this.seldom.due("a")).isZero();
		this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
		assertThat(this.seldom.due("a")).isEqualTo(3);
		assertThat(this.seldom.due("a")).isZero();
		assertThat(this.seldom.due("b")).isOne();
	}

	@Test
	void thingsBeyondTheBoundShareAMinute() {
		for (int i = 0; i < 20; i++) {
			assertThat(this.seldom.due("thing-" + i)).isOne();
		}
		assertThat(this.seldom.due("one more")).isOne();
		assertThat(this.seldom.due("another one")).isZero();
		assertThat(this.seldom.due("thing-3")).isZero();
	}

}
