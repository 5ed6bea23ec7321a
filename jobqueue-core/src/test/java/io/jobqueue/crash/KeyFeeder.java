package io.jobqueue.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.jobqueue.DispatchResult;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobRequest;
import io.jobqueue.crash.Ledger.Event;

import org.jspecify.annotations.Nullable;

/**
 * Dispatches jobs of a few unique keys on two threads again and again. Whenever a job is
 * stored, all jobs of its key that were stored before must have ended. Whenever one is
 * not stored, the owner of its key must not have ended before.
 */
final class KeyFeeder implements AutoCloseable {

	static final List<JobRequest> REQUESTS = IntStream.range(0, 6)
		.mapToObj((i) -> JobRequest.of(LedgerTask.NAME, 20 + 10 * i).withUniqueKey("k" + i))
		.toList();

	private final Scene scene;

	/** The jobs that were stored, by the number of their request. */
	private final Map<Integer, Set<JobId>> stored = new ConcurrentHashMap<>();

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final List<Thread> threads = Stream.of(1, 2)
		.map((number) -> new Thread(this::run, "key-feeder-" + number))
		.toList();

	private volatile @Nullable Throwable failure;

	KeyFeeder(Scene scene) {
		this.scene = scene;
		IntStream.range(0, REQUESTS.size()).forEach((i) -> this.stored.put(i, ConcurrentHashMap.newKeySet()));
		this.threads.forEach(Thread::start);
	}

	private void run() {
		try {
			for (int i = 0; !this.stopped.await(5, TimeUnit.MILLISECONDS); i++) {
				dispatch(i % REQUESTS.size());
			}
		}
		catch (InterruptedException | RuntimeException | AssertionError ex) {
			this.failure = ex;
		}
	}

	private void dispatch(int key) {
		List<JobId> before = List.copyOf(this.stored.get(key));
		List<JobId> ended = ended(before);
		DispatchResult result = this.scene.jobs().tryDispatch(REQUESTS.get(key));
		if (result.outcome() == DispatchResult.Outcome.STORED) {
			this.scene.ledger().write(Event.DISPATCHED, result.id().value(), "test", 0);
			List<JobId> living = new ArrayList<>(before);
			living.removeAll(ended(before));
			require(living.isEmpty(), "%s was stored while %s lived", result.id(), living);
			this.stored.get(key).add(result.id());
		}
		else {
			require(!ended.contains(result.id()), "The key is kept by %s, which has ended", result.id());
		}
	}

	private List<JobId> ended(List<JobId> ids) {
		return this.scene.find(ids).values().stream().filter((job) -> job.status().isEnd()).map(JobInfo::id).toList();
	}

	private static void require(boolean condition, String message, Object... arguments) {
		if (!condition) {
			throw new AssertionError(message.formatted(arguments));
		}
	}

	/** How many jobs of each key were stored. */
	List<Integer> stored() {
		return this.stored.values().stream().map(Set::size).toList();
	}

	/** Stop; what was wrong is thrown now. */
	@Override
	public void close() {
		this.stopped.countDown();
		try {
			for (Thread thread : this.threads) {
				thread.join();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (this.failure != null) {
			throw new AssertionError("A dispatch was wrong", this.failure);
		}
	}

}
