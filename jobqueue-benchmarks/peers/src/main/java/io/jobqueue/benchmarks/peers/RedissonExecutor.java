package io.jobqueue.benchmarks.peers;

import java.io.Serializable;
import java.util.Arrays;

import io.jobqueue.benchmarks.contender.Body;
import org.redisson.Redisson;
import org.redisson.api.RExecutorService;
import org.redisson.api.RedissonClient;
import org.redisson.api.WorkerOptions;
import org.redisson.config.Config;

/** Redisson's executor service. */
final class RedissonExecutor extends Peer {

	private final RedissonClient client;

	private RExecutorService executor;

	RedissonExecutor(String address) {
		Config config = new Config();
		config.useSingleServer().setAddress("redis://" + address);
		this.client = Redisson.create(config);
		this.executor = this.client.getExecutorService("bench");
	}

	@Override
	void dispatch(String text) {
		this.executor.execute(new Work(text));
	}

	@Override
	public void dispatchBulk(int jobs, int payloadBytes) {
		Work work = new Work(io.jobqueue.benchmarks.contender.Contender.text(payloadBytes));
		for (int sent = 0; sent < jobs; sent += CHUNK) {
			Runnable[] chunk = new Runnable[Math.min(CHUNK, jobs - sent)];
			Arrays.fill(chunk, work);
			this.executor.execute(chunk);
		}
	}

	@Override
	void start(int concurrency) {
		this.executor.registerWorkers(WorkerOptions.defaults().workers(concurrency));
	}

	@Override
	void stop() {
		this.executor.deregisterWorkers();
		this.executor = this.client.getExecutorService("bench");
	}

	@Override
	public void close() {
		this.client.shutdown();
	}

	static final class Work implements Runnable, Serializable {

		private final String text;

		Work(String text) {
			this.text = text;
		}

		@Override
		public void run() {
			if (this.text.isEmpty()) {
				throw new IllegalStateException("The payload is lost");
			}
			Body.run();
		}

	}

}
