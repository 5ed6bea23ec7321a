package io.jobqueue.store.redis.access;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import io.jobqueue.JobQueueException;
import io.jobqueue.store.error.NewerReleaseException;
import io.jobqueue.store.error.StoreFullException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.redis.form.RedisText;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.connection.RedisConnection;

/**
 * The names of the queues: one set, which in a Cluster is in another slot than the queues
 * themselves. So name and content never change in one step, and the order of the steps
 * keeps what has content listed.
 * <p>
 * A queue is noted before something is put there, and that is remembered for a minute. An
 * empty queue is removed from the list in three steps. A script finds nothing and sets a
 * mark beside the queue. The name is removed. The script checks again, and the name is
 * restored if it found something. An insert after the first look meets the mark, which
 * outlives what is remembered anywhere, and notes the queue once more; so the name is put
 * back after it was taken out, or the second look sees the job. Only two processes that
 * fail at once leave a queue unlisted, until the next insert or claim notes it.
 */
final class QueueNames {

	private static final Logger logger = LoggerFactory.getLogger(QueueNames.class);

	/** After this time a queue is noted again, in case Redis has lost its data. */
	private static final Duration REMEMBERED = Duration.ofSeconds(60);

	private static final Duration REMEMBERED_BY_WORKERS = REMEMBERED.multipliedBy(5);

	/** Longer than it is remembered by who inserts. */
	private static final Duration MARKED = REMEMBERED.multipliedBy(5);

	private static final int MAX_REMEMBERED = 10_000;

	/** At the same time; others are made later. */
	private static final int MAX_REFRESHES = 4;

	private final RedisAccess redis;

	private final String namespace;

	private final byte[] key;

	private final byte[] format;

	/** The names may be on a node that holds each of them until its time limit. */
	private final Semaphore refreshes = new Semaphore(MAX_REFRESHES);

	private final BackgroundExecutor background = new BackgroundExecutor("jobqueue-names");

	private final Map<String, Long> noted = new ConcurrentHashMap<>();

	QueueNames(RedisAccess redis, String namespace) {
		this.redis = redis;
		this.namespace = namespace;
		this.key = RedisText.bytes(namespace + ":queues");
		this.format = RedisText.bytes(namespace + ":format");
	}

	void close() {
		this.background.close();
	}

	List<String> all() {
		return this.redis.run("list the queues", (connection) -> connection.setCommands().sMembers(this.key))
			.stream()
			.map(RedisText::string)
			.sorted()
			.toList();
	}

	void note(String queue) {
		note(queue, REMEMBERED);
	}

	private void note(String queue, Duration remembered) {
		long now = System.nanoTime();
		Long before = this.noted.get(queue);
		if (before == null) {
			add(queue);
			if (this.noted.size() >= MAX_REMEMBERED) {
				makeRoom(now);
			}
			this.noted.put(queue, now);
		}
		else if (now - before > remembered.toNanos() && this.refreshes.tryAcquire()) {
			this.noted.put(queue, now);
			this.background.execute(() -> refresh(queue));
		}
	}

	/**
	 * Note it again, beside whoever works on the queue: in a Cluster the names may be on
	 * a node that is gone, and the queue on one that is not.
	 */
	private void refresh(String queue) {
		try {
			add(queue);
		}
		catch (NewerReleaseException ex) {
			// The next call for the queue looks again, and is refused.
			drop(queue);
		}
		catch (JobQueueException ex) {
			logger.debug("Queue '{}' could not be noted again; it is tried later", queue, ex);
		}
		finally {
			this.refreshes.release();
		}
	}

	/** Note a queue for a worker, which would be an idle one's only reason to call. */
	boolean noteIfRoom(String queue) {
		boolean before = this.noted.containsKey(queue);
		try {
			note(queue, REMEMBERED_BY_WORKERS);
		}
		catch (StoreFullException ex) {
			drop(queue);
		}
		catch (NewerReleaseException ex) {
			throw ex;
		}
		catch (StoreUnavailableException ex) {
			// Its jobs may well be within reach: it is noted with the next refresh.
			this.noted.putIfAbsent(queue, System.nanoTime());
		}
		return before;
	}

	void drop(String queue) {
		this.noted.remove(queue);
	}

	boolean forget(QueueKeys queue) {
		if (!vacate(queue)) {
			return false;
		}
		drop(queue.queue());
		this.redis.run("forget a queue",
				(connection) -> connection.setCommands().sRem(this.key, RedisText.bytes(queue.queue())));
		boolean vacant = vacate(queue);
		if (!vacant) {
			add(queue.queue());
		}
		return vacant;
	}

	private boolean vacate(QueueKeys queue) {
		return this.redis.count(Script.VACATE, queue, List.of(), List.of(MARKED.toMillis())) == 1;
	}

	/** The format of the namespace, which is this release's where none is noted yet. */
	void requireFormat() {
		String known = RedisText.string(this.redis.run("read the format of the namespace", this::formatOrOwn));
		if (!known.matches("\\d{1,9}") || Integer.parseInt(known) > RedisFormat.NAMESPACE) {
			throw RedisFormat.newerNamespace(this.namespace, known);
		}
	}

	private byte[] formatOrOwn(RedisConnection connection) {
		byte[] own = RedisText.bytes(RedisFormat.NAMESPACE);
		byte[] known = connection.stringCommands().get(this.format);
		if (known == null) {
			noteFormat(connection, own);
			known = connection.stringCommands().get(this.format);
		}
		return (known != null) ? known : own;
	}

	/** A full Redis refuses it, and is given it later. */
	private void noteFormat(RedisConnection connection, byte[] own) {
		try {
			connection.stringCommands().setNX(this.format, own);
		}
		catch (RuntimeException ex) {
			if (!(RedisFailures.translate("note the format of the namespace", ex) instanceof StoreFullException)) {
				throw ex;
			}
			logger.debug("The format of namespace '{}' could not be noted: Redis is full", this.namespace, ex);
		}
	}

	private void add(String queue) {
		requireFormat();
		this.redis.run("note a queue", (connection) -> connection.setCommands().sAdd(this.key, RedisText.bytes(queue)));
	}

	private void makeRoom(long now) {
		this.noted.values().removeIf((since) -> now - since > REMEMBERED.toNanos());
		if (this.noted.size() >= MAX_REMEMBERED) {
			this.noted.clear();
		}
	}

}
