package io.jobqueue.benchmarks.contender;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * The rates of Redis and Lettuce for a minimum of stored data: records, the order of
 * waiting and ended jobs, and the claimed jobs with their start. There are no states,
 * history, retries, fencing or metrics. One script ends a batch and claims the next one,
 * so there are never more claimed jobs than requested. Each batch stays on one thread.
 */
public final class Ceiling implements Contender {

	private static final String INSERT = """
			local t=redis.call('TIME') local now=t[1]*1000+math.floor(t[2]/1000)
			local z={}
			for i=1,#ARGV,2 do
				redis.call('SET',KEYS[2]..ARGV[i],ARGV[i+1])
				z[i]=now z[i+1]=ARGV[i]
			end
			redis.call('ZADD',KEYS[1],unpack(z))
			if not ARGV[3] then redis.call('PUBLISH',KEYS[3],'1') end
			return #ARGV/2""";

	private static final String FINISH_AND_CLAIM = """
			local t=redis.call('TIME') local now=t[1]*1000+math.floor(t[2]/1000)
			if #ARGV>1 then
				local done,ended={},{}
				for i=2,#ARGV do done[i-1]=ARGV[i] ended[2*i-3]=now ended[2*i-2]=ARGV[i] end
				redis.call('HDEL',KEYS[3],unpack(done))
				redis.call('ZADD',KEYS[4],unpack(ended))
			end
			local z=redis.call('ZPOPMIN',KEYS[1],ARGV[1])
			if #z==0 then return {} end
			local ids,held,keys={},{},{}
			for i=1,#z,2 do
				ids[#ids+1]=z[i] held[i]=z[i] held[i+1]=now keys[#keys+1]=KEYS[2]..z[i]
			end
			redis.call('HSET',KEYS[3],unpack(held))
			return {ids,redis.call('MGET',unpack(keys))}""";

	private static final String SIGNAL = "{baseline:bench}:signal";

	private static final String[] INSERT_KEYS = { "{baseline:bench}:ready", "{baseline:bench}:job:", SIGNAL };

	private static final String[] CLAIM_KEYS = { "{baseline:bench}:ready", "{baseline:bench}:job:",
			"{baseline:bench}:running", "{baseline:bench}:ended" };

	/** As long as the data that the library stores with a job beside its payload. */
	private static final String HEAD = "h".repeat(30);

	/** As long as the ids of the library. */
	private static final String ID = "bench-0000000";

	private static final long FIRST_ID = 1_000_000_000_000_000_000L;

	private final RedisClient client;

	private final StatefulRedisConnection<String, String> connection;

	private final StatefulRedisConnection<String, String> worker;

	private final String insertSha;

	private final String claimSha;

	private final AtomicLong nextId = new AtomicLong(FIRST_ID);

	private final LinkedBlockingQueue<Long> starts = new LinkedBlockingQueue<>();

	private @Nullable StatefulRedisPubSubConnection<String, String> signals;

	private Executor threads = Runnable::run;

	private Load load = Load.of(1);

	Ceiling(String address) {
		this.client = RedisClient.create(RedisURI.create("redis://" + address));
		this.connection = this.client.connect();
		this.worker = this.client.connect();
		this.insertSha = this.connection.sync().scriptLoad(INSERT);
		this.claimSha = this.connection.sync().scriptLoad(FINISH_AND_CLAIM);
	}

	@Override
	public void dispatchOneByOne(int jobs, int threads) {
		String record = record(100);
		Pause.together(threads, () -> {
			for (int i = 0; i < jobs / threads; i++) {
				insert(id(), record);
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
			insert(arguments);
		}
	}

	private static String record(int payloadBytes) {
		return HEAD + "{\"text\":\"" + Contender.text(payloadBytes) + "\"}";
	}

	private void insert(String... arguments) {
		this.connection.sync().evalsha(this.insertSha, ScriptOutputType.INTEGER, INSERT_KEYS, arguments);
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
			done = finishAndClaim((left > 0) ? this.load.concurrency() : 0, done);
			run(done.size());
			left -= done.size();
		}
	}

	private void run(int jobs) {
		if (this.load.millis() == 0) {
			return;
		}
		CountDownLatch ended = new CountDownLatch(jobs);
		for (int i = 0; i < jobs; i++) {
			this.threads.execute(() -> {
				Pause.of(Duration.ofMillis(this.load.millis()));
				ended.countDown();
			});
		}
		Pause.until(ended);
	}

	@Override
	public void dispatchAndDrain(int jobs) {
		Thread dispatcher = new Thread(() -> dispatchBulk(jobs, 100), "ceiling-dispatch");
		dispatcher.start();
		drain(jobs);
	}

	@SuppressWarnings("unchecked")
	private List<String> finishAndClaim(int concurrency, List<String> done) {
		List<String> arguments = new ArrayList<>(done.size() + 1);
		arguments.add(Integer.toString(concurrency));
		arguments.addAll(done);
		List<Object> reply = this.worker.sync()
			.evalsha(this.claimSha, ScriptOutputType.MULTI, CLAIM_KEYS, arguments.toArray(String[]::new));
		return reply.isEmpty() ? List.of() : (List<String>) reply.get(0);
	}

	@Override
	public void idle() {
		StatefulRedisPubSubConnection<String, String> connection = this.client.connectPubSub();
		connection.addListener(new RedisPubSubAdapter<>() {
			@Override
			public void message(String channel, String message) {
				claimOne();
			}
		});
		connection.sync().subscribe(SIGNAL);
		this.signals = connection;
	}

	@Override
	public long dispatchToStart() {
		long sent = System.nanoTime();
		dispatchOneByOne(1, 1);
		return Pause.take(this.starts) - sent;
	}

	@Override
	public void rest() {
		if (this.signals != null) {
			this.signals.close();
			this.signals = null;
		}
		if (this.threads instanceof ExecutorService pool) {
			pool.shutdown();
		}
	}

	@SuppressWarnings("unchecked")
	private void claimOne() {
		this.worker.async()
			.<List<Object>>evalsha(this.claimSha, ScriptOutputType.MULTI, CLAIM_KEYS, "1")
			.thenAccept((reply) -> {
				this.starts.add(System.nanoTime());
				String id = ((List<String>) reply.get(0)).get(0);
				this.worker.async().evalsha(this.claimSha, ScriptOutputType.MULTI, CLAIM_KEYS, "0", id);
			});
	}

	private String id() {
		return ID + this.nextId.getAndIncrement();
	}

	@Override
	public void close() {
		this.worker.close();
		this.connection.close();
		this.client.shutdown();
	}

}
