package io.jobqueue.benchmarks.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;

/**
 * The two scripts of the ceiling: one inserts jobs, one finishes a batch and claims the
 * next one. They store a minimum: records, the order of waiting and ended jobs, and the
 * claimed jobs with their start. A job that is inserted alone is published if the worker
 * has found nothing before.
 */
final class CeilingQueue {

	/** Heard by the worker that waits. */
	static final String SIGNAL = "{baseline:bench}:signal";

	private static final String INSERT = """
			local t=redis.call('TIME') local now=t[1]*1000+math.floor(t[2]/1000)
			local z={}
			for i=1,#ARGV,2 do
				redis.call('SET',KEYS[2]..ARGV[i],ARGV[i+1])
				z[i]=now z[i+1]=ARGV[i]
			end
			redis.call('ZADD',KEYS[1],unpack(z))
			if not ARGV[3] and redis.call('DEL',KEYS[3])==1 then redis.call('PUBLISH',KEYS[4],'1') end
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
			if #z==0 then
				if KEYS[5] then redis.call('SET',KEYS[5],'1') end
				return {}
			end
			local ids,held,keys={},{},{}
			for i=1,#z,2 do
				ids[#ids+1]=z[i] held[i]=z[i] held[i+1]=now keys[#keys+1]=KEYS[2]..z[i]
			end
			redis.call('HSET',KEYS[3],unpack(held))
			return {ids,redis.call('MGET',unpack(keys))}""";

	private static final String READY = "{baseline:bench}:ready";

	private static final String RECORD = "{baseline:bench}:job:";

	private static final String RUNNING = "{baseline:bench}:running";

	private static final String ENDED = "{baseline:bench}:ended";

	private static final String WAITING = "{baseline:bench}:waiting";

	private static final String[] INSERT_KEYS = { READY, RECORD, WAITING, SIGNAL };

	private static final String[] CLAIM_KEYS = { READY, RECORD, RUNNING, ENDED };

	private static final String[] CLAIM_OR_WAIT_KEYS = { READY, RECORD, RUNNING, ENDED, WAITING };

	private final StatefulRedisConnection<String, String> connection;

	private final String insertSha;

	private final String claimSha;

	CeilingQueue(StatefulRedisConnection<String, String> connection) {
		this.connection = connection;
		this.insertSha = connection.sync().scriptLoad(INSERT);
		this.claimSha = connection.sync().scriptLoad(FINISH_AND_CLAIM);
	}

	/** Insert jobs: each id with its record. */
	void insert(String... arguments) {
		this.connection.sync().evalsha(this.insertSha, ScriptOutputType.INTEGER, INSERT_KEYS, arguments);
	}

	/** Finish jobs, and claim others; their ids. */
	List<String> finishAndClaim(int most, List<String> done) {
		return ids(this.connection.sync()
			.evalsha(this.claimSha, ScriptOutputType.MULTI, CLAIM_KEYS, arguments(most, done)));
	}

	/** The same without a thread that waits. If there are none, the next is published. */
	CompletionStage<List<String>> finishAndClaimOrWait(int most, List<String> done) {
		return this.connection.async()
			.<List<Object>>evalsha(this.claimSha, ScriptOutputType.MULTI, CLAIM_OR_WAIT_KEYS, arguments(most, done))
			.thenApply(CeilingQueue::ids);
	}

	private static String[] arguments(int most, List<String> done) {
		List<String> arguments = new ArrayList<>(done.size() + 1);
		arguments.add(Integer.toString(most));
		arguments.addAll(done);
		return arguments.toArray(String[]::new);
	}

	@SuppressWarnings("unchecked")
	private static List<String> ids(List<Object> reply) {
		return reply.isEmpty() ? List.of() : (List<String>) reply.get(0);
	}

}
