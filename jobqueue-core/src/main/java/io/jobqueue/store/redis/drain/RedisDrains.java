package io.jobqueue.store.redis.drain;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.jobqueue.store.drain.WorkerDrains;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisText;

/**
 * The marks of workers: a sorted set by the time until which each is kept.
 *
 * @param redis the way to Redis
 */
public record RedisDrains(RedisAccess redis) implements WorkerDrains {

	/** Names the script calls; no key of this queue is used. */
	private static final String DRAINS = "drains";

	@Override
	public void drain(String worker, Duration kept) {
		run("mark", worker, kept);
	}

	@Override
	public void resume(String worker) {
		run("unmark", worker, LIFETIME);
	}

	@Override
	public boolean look(String worker) {
		// An idle worker sends one command only. The clock of Redis decides about a mark.
		boolean any = this.redis
			.run("look whether a worker drains",
					(connection) -> Optional.ofNullable(
							connection.zSetCommands().zScore(this.redis.shared().drains(), RedisText.bytes(worker))))
			.isPresent();
		return any && !run("look", worker, LIFETIME).isEmpty();
	}

	@Override
	public Set<String> draining() {
		Set<String> workers = new HashSet<>();
		run("list", "", LIFETIME).forEach((worker) -> workers.add(RedisText.string(worker)));
		return workers;
	}

	private List<Object> run(String what, String worker, Duration kept) {
		return this.redis.list(Script.DRAINS, this.redis.keys(DRAINS), List.of(this.redis.shared().drains()),
				List.of(what, worker, kept.toMillis()));
	}

}
