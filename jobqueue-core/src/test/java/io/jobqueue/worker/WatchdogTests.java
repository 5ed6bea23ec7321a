package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.jobqueue.QueueInfo;
import io.jobqueue.worker.feed.ClaimProgress;
import io.jobqueue.worker.thread.WorkerThreads;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WatchdogTests {

	private static final Duration LEASE = Duration.ofSeconds(30);

	private final AtomicLong nanos = new AtomicLong();

	private final AtomicInteger looks = new AtomicInteger();

	private final CountDownLatch answer = new CountDownLatch(1);

	private final StallDetector stuck = watch("stuck", () -> {
		this.looks.incrementAndGet();
		await(this.answer);
		return due("stuck");
	});

	private final StallDetector broken = watch("broken", () -> {
		throw new AssertionError("on purpose");
	});

	private final StallDetector other = watch("other", () -> due("other"));

	private final Watchdog watchdog = new Watchdog(() -> List.of(this.stuck, this.broken, this.other), LEASE,
			WorkerThreads.Factory.DAEMONS);

	@AfterEach
	void release() {
		this.answer.countDown();
		this.watchdog.close();
	}

	@Test
	void aLookThatHangsOrFailsKeepsNoOtherQueueFromBeingChecked() {
		pass(LEASE);
		Awaitility.await().until(() -> this.other.stalledFor() != null && this.looks.get() == 1);
		pass(LEASE.multipliedBy(4));
		assertThat(this.stuck.stalledFor()).isNull();
		this.answer.countDown();
		Awaitility.await().until(() -> this.stuck.stalledFor() != null);
		assertThat(this.looks).hasValue(1);
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
		this.watchdog.check();
	}

	private StallDetector watch(String queue, Supplier<QueueInfo> look) {
		return new StallDetector(queue, LEASE, new ClaimProgress(this.nanos::get), () -> true, look, this.nanos::get);
	}

	private static QueueInfo due(String queue) {
		return new QueueInfo(queue, false, Map.of(), LEASE.multipliedBy(2));
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
