package io.jobqueue.benchmarks.contender;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * The rates of Redis and Lettuce for a minimum of stored data. There are no states,
 * history, retries, fencing or metrics. One script ends a batch and claims the next one,
 * so there are never more claimed jobs than requested. Each batch stays on one thread.
 */
public final class Ceiling implements Contender {

	/** As long as the data that the library stores with a job beside its payload. */
	private static final String HEAD = "h".repeat(30);

	/** As long as the ids of the library. */
	private static final String ID = "bench-0000000";

	private static final long FIRST_ID = 1_000_000_000_000_000_000L;

	private final RedisClient client;

	private final StatefulRedisConnection<String, String> connection;

	private final StatefulRedisConnection<String, String> workerConnection;

	private final CeilingQueue inserts;

	private final CeilingQueue claims;

	private final AtomicLong nextId = new AtomicLong();

	private final LinkedBlockingQueue<Long> starts = new LinkedBlockingQueue<>();

	private volatile CountDownLatch ended = new CountDownLatch(0);

	private @Nullable CeilingWorker worker;

	private Executor threads = Runnable::run;

	private Load load = Load.of(1);

	Ceiling(String address) {
		this.client = RedisClient.create(RedisURI.create("redis://" + address));
		this.connection = this.client.connect();
		this.workerConnection = this.client.connect();
		this.inserts = new CeilingQueue(this.connection);
		this.claims = new CeilingQueue(this.workerConnection);
	}

	@Override
	public void dispatchOneByOne(int jobs, int threads) {
		String record = record(100);
		Pause.together(threads, () -> {
			for (int i = 0; i < jobs / threads; i++) {
				this.inserts.insert(id(), record);
			}
		});
	}

	@Override
	public void dispatchBulk(int jobs, int payloadBytes) {
		String record = record(payloadBytes);
		for (int sent = 0; sent < jobs; sent += CHUNK) {
			int size = Math.min(CHUNK, jobs - sent);
			String[] arguments = new String[2 * size];
			for (int i = 0; i < size; i++) {
				arguments[2 * i] = id();
				arguments[2 * i + 1] = record;
			}
			this.inserts.insert(arguments);
		}
	}

	/** What a ceiling stores of a job beside its id. */
	public static String record(int payloadBytes) {
		return HEAD + "{\"text\":\"" + Contender.text(payloadBytes) + "\"}";
	}

	/** The id of a job of a ceiling, by its number; ids have the order of numbers. */
	public static String id(long number) {
		return ID + (FIRST_ID + number);
	}

	@Override
	public void ready(Load load) {
		if (load.virtual() && Runtime.version().feature() < 21) {
			throw new UnsupportedOperationException("Virtual threads need JDK 21");
		}
		this.load = load;
		this.threads = load.virtual() ? new VirtualThreadTaskExecutor("ceiling-") : Executors.newCachedThreadPool();
	}

	@Override
	public void drain(int jobs) {
		List<String> done = List.of();
		int left = jobs;
		while (left > 0 || !done.isEmpty()) {
			done = this.claims.finishAndClaim((left > 0) ? this.load.concurrency() : 0, done);
			run(done.size());
			left -= done.size();
		}
	}

	private void run(int jobs) {
		if (this.load.millis() == 0) {
			return;
		}
		CountDownLatch slept = new CountDownLatch(jobs);
		for (int i = 0; i < jobs; i++) {
			this.threads.execute(() -> {
				Pause.of(Duration.ofMillis(this.load.millis()));
				slept.countDown();
			});
		}
		Pause.until(slept);
	}

	@Override
	public void dispatchAndDrain(int jobs) {
		Thread dispatcher = new Thread(() -> dispatchBulk(jobs, 100), "ceiling-dispatch");
		dispatcher.start();
		drain(jobs);
	}

	@Override
	public void idle() {
		this.starts.clear();
		this.worker = new CeilingWorker(this.claims, this.load.concurrency(), this.client.connectPubSub(),
				this.starts::add, () -> this.ended.countDown());
		this.worker.start();
	}

	@Override
	public void elsewhere() {
		// It dispatches over a connection of its own, as another application does.
	}

	@Override
	public long dispatchToStart() {
		long sent = System.nanoTime();
		dispatchOneByOne(1, 1);
		return Pause.take(this.starts) - sent;
	}

	@Override
	public void trickle(int jobs) {
		CountDownLatch expected = new CountDownLatch(jobs);
		this.ended = expected;
		dispatchOneByOne(jobs, 1);
		Pause.until(expected);
	}

	@Override
	public void rest() {
		if (this.worker != null) {
			this.worker.close();
			this.worker = null;
		}
		if (this.threads instanceof ExecutorService pool) {
			pool.shutdown();
		}
	}

	private String id() {
		return id(this.nextId.getAndIncrement());
	}

	@Override
	public void close() {
		this.workerConnection.close();
		this.connection.close();
		this.client.shutdown();
	}

}
