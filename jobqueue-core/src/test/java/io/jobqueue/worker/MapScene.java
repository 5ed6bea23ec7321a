package io.jobqueue.worker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.jobqueue.JobContext;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/**
 * A map whose calls wait until they are released or interrupted.
 */
abstract class MapScene {

	static final List<Integer> ITEMS = IntStream.range(0, 10).boxed().toList();

	final WorkerFixture fixture = new WorkerFixture();

	/** The error of the map, and how many calls ran when it ended. */
	final List<@Nullable Object> seen = new CopyOnWriteArrayList<>();

	final CountDownLatch begun = new CountDownLatch(3);

	final CountDownLatch release = new CountDownLatch(1);

	final AtomicInteger active = new AtomicInteger();

	final AtomicInteger interrupted = new AtomicInteger();

	final CountDownLatch returned = new CountDownLatch(1);

	@AfterEach
	void stop() {
		this.release.countDown();
		this.fixture.close();
	}

	final Object blocks(JobContext job, Integer item) throws InterruptedException {
		this.active.incrementAndGet();
		this.begun.countDown();
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			this.interrupted.incrementAndGet();
			throw ex;
		}
		finally {
			this.active.decrementAndGet();
		}
		return item;
	}

	final @Nullable Object mapped(JobContext job, List<Integer> items, Call call) {
		try {
			return job.map(3, items, (item) -> call.call(job, item));
		}
		catch (Exception ex) {
			this.seen.add(ex);
			this.seen.add(this.active.get());
			return null;
		}
		finally {
			this.returned.countDown();
		}
	}

	@FunctionalInterface
	interface Call {

		@Nullable Object call(JobContext job, Integer item) throws Exception;

	}

}
