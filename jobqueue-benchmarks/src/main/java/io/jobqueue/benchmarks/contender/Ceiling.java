package io.jobqueue.benchmarks.contender;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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
public final class Ceiling extends BareProgram {

	private final RedisClient client;

	private final StatefulRedisConnection<String, String> connection;

	private final StatefulRedisConnection<String, String> workerConnection;

	private final CeilingQueue inserts;

	private final CeilingQueue claims;

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
	protected void startWorker() {
		this.worker = new CeilingWorker(this.claims, this.load.concurrency(), this.client.connectPubSub(),
				this::started, this::ended);
		this.worker.start();
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

	@Override
	public void close() {
		this.workerConnection.close();
		this.connection.close();
		this.client.shutdown();
	}

}
