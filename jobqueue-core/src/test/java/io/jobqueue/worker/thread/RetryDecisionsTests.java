package io.jobqueue.worker.thread;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

class RetryDecisionsTests {

	private final RetryDecisions decisions = new RetryDecisions();

	private final CountDownLatch release = new CountDownLatch(1);

	private final AtomicBoolean over = new AtomicBoolean();

	private final AtomicInteger asked = new AtomicInteger();

	@AfterEach
	void close() {
		this.decisions.close();
	}

	@Test
	void handlersThatHangTakeABoundedNumberOfThreads() {
		CountDownLatch hanging = new CountDownLatch(RetryDecisions.AT_ONCE);
		for (int i = 0; i < 3 * RetryDecisions.AT_ONCE; i++) {
			ask(hanging);
		}
		Awaitility.await().until(() -> hanging.getCount() == 0);
		assertThat(this.asked).hasValue(RetryDecisions.AT_ONCE);
		this.release.countDown();
		Awaitility.await().until(() -> this.asked.get() == 3 * RetryDecisions.AT_ONCE);
	}

	@Test
	void whatIsOverWhenItsTurnComesIsNotAsked() {
		CountDownLatch hanging = new CountDownLatch(RetryDecisions.AT_ONCE);
		for (int i = 0; i < RetryDecisions.AT_ONCE + 1; i++) {
			ask(hanging);
		}
		Awaitility.await().until(() -> hanging.getCount() == 0);
		this.over.set(true);
		this.release.countDown();
		AtomicBoolean last = new AtomicBoolean();
		this.decisions.ask(() -> false, () -> last.set(true), () -> fail("Not asked"));
		Awaitility.await().untilTrue(last);
		assertThat(this.asked).hasValue(RetryDecisions.AT_ONCE);
	}

	@Test
	void whoeverCannotBeAskedIsDecidedForAtOnce() {
		this.decisions.close();
		AtomicBoolean decided = new AtomicBoolean();
		this.decisions.ask(() -> false, () -> fail("Asked"), () -> decided.set(true));
		assertThat(decided).isTrue();
	}

	private void ask(CountDownLatch hanging) {
		this.decisions.ask(this.over::get, () -> {
			this.asked.incrementAndGet();
			hanging.countDown();
			await(this.release);
		}, () -> fail("Not asked"));
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
