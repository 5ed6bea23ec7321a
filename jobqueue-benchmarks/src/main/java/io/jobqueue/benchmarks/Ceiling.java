package io.jobqueue.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

/**
 * What Redis and Lettuce give when nothing is kept but records, the order of those that
 * wait, the order of those that have ended, and the jobs in hand with the time since: no
 * states, history, retries, fencing or metrics. One script ends a batch and claims the
 * next, so there are never more jobs in hand than asked for; no thread hands over to
 * another.
 */
final class Ceiling implements Contender {

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

	private static final String SIGNAL = "{ceiling}:signal";

	private static final String[] INSERT_KEYS = { "{ceiling}:ready", "{ceiling}:job:", SIGNAL };

	private static final String[] CLAIM_KEYS = { "{ceiling}:ready", "{ceiling}:job:", "{ceiling}:running",
			"{ceiling}:ended" };

	/** As long as the ids of the library. */
	private static final String ID = "ceiling-000000";

	private static final long FIRST_ID = 1_000_000_000_000_000_000L;

	private final RedisClient client;

	private final StatefulRedisConnection<String, String> connection;

	private final StatefulRedisConnection<String, String> worker;

	private final String insertSha;

	private final String claimSha;

	private long nextId = FIRST_ID;

	Ceiling(int port) {
		this.client = RedisClient.create(RedisURI.create("127.0.0.1", port));
		this.connection = this.client.connect();
		this.worker = this.client.connect();
		this.insertSha = this.connection.sync().scriptLoad(INSERT);
		this.claimSha = this.connection.sync().scriptLoad(FINISH_AND_CLAIM);
	}

	@Override
	public Set<String> ownCommands() {
		return Set.of("evalsha");
	}

	@Override
	public void dispatchOneByOne(int jobs) {
		for (int i = 0; i < jobs; i++) {
			insert(id(), PAYLOAD);
		}
	}

	@Override
	public void dispatchBulk(int jobs) {
		for (int sent = 0; sent < jobs; sent += CHUNK) {
			int size = Math.min(CHUNK, jobs - sent);
			String[] arguments = new String[2 * size];
			for (int i = 0; i < size; i++) {
				arguments[2 * i] = id();
				arguments[2 * i + 1] = PAYLOAD;
			}
			insert(arguments);
		}
	}

	private void insert(String... arguments) {
		this.connection.sync().evalsha(this.insertSha, ScriptOutputType.INTEGER, INSERT_KEYS, arguments);
	}

	@Override
	public void drain(int jobs, int concurrency) {
		List<String> done = List.of();
		int left = jobs;
		while (left > 0 || !done.isEmpty()) {
			done = finishAndClaim(concurrency, done);
			left -= done.size();
		}
	}

	@Override
	public void dispatchAndDrain(int jobs, int concurrency) {
		Thread dispatcher = new Thread(() -> dispatchBulk(jobs), "ceiling-dispatch");
		dispatcher.start();
		drain(jobs, concurrency);
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
	public long[] idleLatencies(int jobs) {
		LinkedBlockingQueue<Long> started = new LinkedBlockingQueue<>();
		long[] latencies = new long[jobs];
		Runnable stop = listen(() -> started.add(System.nanoTime()));
		try {
			for (int i = 0; i < jobs; i++) {
				Pause.of(Duration.ofMillis(2));
				long sent = System.nanoTime();
				dispatchOneByOne(1);
				latencies[i] = Pause.take(started) - sent;
			}
		}
		finally {
			stop.run();
		}
		return latencies;
	}

	@Override
	public Runnable idle() {
		return listen(() -> {
		});
	}

	private Runnable listen(Runnable handler) {
		StatefulRedisPubSubConnection<String, String> signals = this.client.connectPubSub();
		signals.addListener(new RedisPubSubAdapter<>() {
			@Override
			public void message(String channel, String message) {
				claimOne(handler);
			}
		});
		signals.sync().subscribe(SIGNAL);
		return signals::close;
	}

	@SuppressWarnings("unchecked")
	private void claimOne(Runnable handler) {
		this.worker.async()
			.<List<Object>>evalsha(this.claimSha, ScriptOutputType.MULTI, CLAIM_KEYS, "1")
			.thenAccept((reply) -> {
				handler.run();
				String id = ((List<String>) reply.get(0)).get(0);
				this.worker.async().evalsha(this.claimSha, ScriptOutputType.MULTI, CLAIM_KEYS, "0", id);
			});
	}

	private String id() {
		return ID + this.nextId++;
	}

	@Override
	public void close() {
		this.worker.close();
		this.connection.close();
		this.client.shutdown();
	}

}
