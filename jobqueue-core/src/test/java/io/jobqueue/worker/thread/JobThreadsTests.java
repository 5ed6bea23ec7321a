package io.jobqueue.worker.thread;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JobThreadsTests {

	private final JobThreads threads = new JobThreads(Thread::new);

	@AfterEach
	void close() {
		this.threads.close();
	}

	@Test
	void allJobsRunAtOnce() throws Exception {
		CyclicBarrier together = new CyclicBarrier(51);
		for (int i = 0; i < 50; i++) {
			this.threads.execute(() -> await(together));
		}
		assertThat(together.await(10, TimeUnit.SECONDS)).isNotNegative();
	}

	@Test
	void jobsOfManyCallersAllRun() throws Exception {
		CountDownLatch ran = new CountDownLatch(40_000);
		for (int caller = 0; caller < 4; caller++) {
			new Thread(() -> {
				for (int i = 0; i < 10_000; i++) {
					this.threads.execute(ran::countDown);
				}
			}).start();
		}
		assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aJobThatThrowsHindersNoOther() throws Exception {
		CountDownLatch ran = new CountDownLatch(1);
		JobThreads quiet = new JobThreads((work) -> {
			Thread thread = new Thread(work);
			thread.setUncaughtExceptionHandler((failed, failure) -> {
			});
			return thread;
		});
		quiet.execute(() -> {
			throw new IllegalStateException("on purpose");
		});
		quiet.execute(ran::countDown);
		assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
		quiet.close();
	}

	@Test
	void closingDoesNotInterruptWhatAnInterruptWouldHarm() throws Exception {
		CountDownLatch started = new CountDownLatch(2);
		CountDownLatch release = new CountDownLatch(1);
		AtomicBoolean interrupted = new AtomicBoolean();
		this.threads.execute(new Interruptible() {
			@Override
			public boolean isInterruptible() {
				return false;
			}

			@Override
			public void run() {
				started.countDown();
				try {
					release.await();
				}
				catch (InterruptedException ex) {
					interrupted.set(true);
				}
				started.countDown();
			}
		});
		Awaitility.await().until(() -> started.getCount() == 1);
		this.threads.close();
		release.countDown();
		started.await();
		assertThat(interrupted).isFalse();
	}

	@Test
	void closingInterruptsAndRefuses() throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		this.threads.execute(() -> {
			started.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
		});
		started.await();
		this.threads.close();
		assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> this.threads.execute(() -> {
		}));
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(10, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
