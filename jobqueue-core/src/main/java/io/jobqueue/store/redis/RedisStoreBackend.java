package io.jobqueue.store.redis;

import java.util.List;

import io.jobqueue.store.JobActions;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.JobIntake;
import io.jobqueue.store.JobMaintenance;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.StoreOutage;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.drain.RedisDrains;
import io.jobqueue.store.redis.insert.RedisInserts;
import io.jobqueue.store.redis.move.QueueMoves;
import io.jobqueue.store.redis.flow.RedisFlows;
import io.jobqueue.store.redis.notes.RedisNotes;
import io.jobqueue.store.redis.query.RedisJobRecords;
import io.jobqueue.store.redis.raw.RedisRawQueues;
import io.jobqueue.store.redis.statistics.RedisStatistics;

import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * The store in Redis, Valkey or what speaks their protocol from Redis 6.2 on: standalone,
 * with Sentinel, or a Cluster, as the connection factory says. It opens no connection
 * when made; the factory stays the caller's.
 */
public final class RedisStoreBackend implements StoreBackend, AutoCloseable {

	private final StoreOutage outage = new StoreOutage();

	private final RedisAccess redis;

	private final RedisJobStore jobs;

	private final QueueMoves moves;

	private final JobActions actions;

	private final JobMaintenance maintenance;

	private final JobQueries queries;

	private final RedisLimits rules;

	private final RedisUniqueKeys keys;

	private final QueueSignal signal;

	private final RedisScheduleStore schedules;

	private final RedisStatistics statistics;

	private final RedisAudit audit;

	private final RedisNotes notes;

	private final RedisRawQueues rawQueues;

	private final RedisFlows flows;

	private final RedisStackRequests stacks;

	private final RedisDrains drains;

	/**
	 * Make a store.
	 * @param connectionFactory the way to Redis, shared by all threads
	 * @param namespace what all keys and channels of this store begin with; applications
	 * of the same namespace share their queues
	 * @throws IllegalArgumentException if the namespace is not of letters, digits, '.',
	 * '_', ':' and '-', or is empty
	 */
	public RedisStoreBackend(RedisConnectionFactory connectionFactory, String namespace) {
		if (!namespace.matches("[A-Za-z0-9._:-]{1,100}")) {
			throw new IllegalArgumentException("'namespace' must be 1 to 100 letters, digits, '.', '_', ':' and '-', "
					+ "but was '" + namespace + "'");
		}
		RedisAccess redis = new RedisAccess(connectionFactory, namespace);
		this.redis = redis;
		RedisJobRecords records = new RedisJobRecords(redis);
		this.moves = new QueueMoves(redis);
		this.jobs = new RedisJobStore(redis, records, this.moves);
		this.actions = new RedisJobActions(redis, this.moves);
		this.maintenance = new RedisJobMaintenance(redis, records, this.moves);
		this.queries = new RedisJobQueries(redis, records);
		this.rules = new RedisLimits(redis);
		this.keys = new RedisUniqueKeys(redis);
		this.signal = new RedisQueueSignal(redis);
		this.schedules = new RedisScheduleStore(redis, this.queries, new RedisInserts(redis));
		this.statistics = new RedisStatistics(redis);
		this.audit = new RedisAudit(redis);
		this.notes = new RedisNotes(redis);
		this.stacks = new RedisStackRequests(redis);
		this.drains = new RedisDrains(redis);
		this.rawQueues = new RedisRawQueues(redis, new RedisInserts(redis));
		this.flows = new RedisFlows(redis);
	}

	/**
	 * Look whether this release understands what is in the namespace, and note its own
	 * format where there is none. The store also does so when it meets a queue.
	 * @throws io.jobqueue.store.error.NewerReleaseException if a newer release wrote it
	 * @throws io.jobqueue.store.error.StoreUnavailableException if Redis cannot be
	 * reached
	 */
	public void requireFormat() {
		this.redis.requireFormat();
	}

	@Override
	public StoreOutage outage() {
		return this.outage;
	}

	@Override
	public JobIntake intake() {
		return this.jobs;
	}

	@Override
	public JobFeed feed() {
		return this.jobs;
	}

	@Override
	public JobActions actions() {
		return this.actions;
	}

	@Override
	public JobMaintenance maintenance() {
		return this.maintenance;
	}

	@Override
	public JobQueries queries() {
		return this.queries;
	}

	@Override
	public List<?> parts() {
		return List.of(this.rules, this.keys, this.schedules, this.statistics, this.audit, this.notes, this.rawQueues,
				this.flows, this.stacks, this.drains);
	}

	@Override
	public QueueSignal signal() {
		return this.signal;
	}

	/** End its idle threads. */
	@Override
	public void close() {
		this.jobs.close();
		this.moves.close();
		this.redis.close();
	}

}
