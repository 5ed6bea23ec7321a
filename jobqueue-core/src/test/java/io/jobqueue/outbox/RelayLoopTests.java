package io.jobqueue.outbox;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.spy;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayLoopTests {

	@Test
	void aStopDoesNotWaitForTheNextPoll() throws InterruptedException {
		try (OutboxFixture fixture = new OutboxFixture(OutboxFixture.h2())) {
			RelayPass pass = spy(fixture.pass("a"));
			CountDownLatch passes = new CountDownLatch(1);
			doAnswer((call) -> {
				Object result = call.callRealMethod();
				passes.countDown();
				return result;
			}).when(pass).runOnce();
			RelayLoop loop = new RelayLoop(pass, fixture.store.outage(), Duration.ofMinutes(10));
			loop.start();
			loop.wake();
			assertThat(passes.await(20, TimeUnit.SECONDS)).isTrue();
			fixture.insert(OutboxFixture.job("q", "1"));
			loop.stop(Duration.ofMinutes(5).toMillis());
			assertThat(fixture.stored()).containsExactly("1");
		}
	}

}
