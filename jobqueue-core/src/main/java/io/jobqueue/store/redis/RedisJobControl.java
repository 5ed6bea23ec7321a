package io.jobqueue.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.JobControl;
import io.jobqueue.store.StoreUnavailableException;

import org.jspecify.annotations.Nullable;

/**
 * What is done to jobs and queues from outside. A job is looked for in the queue of its
 * id and where that forwards to; an id of another form is looked for in all queues.
 */
final class RedisJobControl implements JobControl {

	private static final int MAX_HOPS = 20;

	private final RedisAccess redis;

	private final JobMoves moves;

	RedisJobControl(RedisAccess redis, JobMoves moves) {
		this.redis = redis;
		this.moves = moves;
	}

	@Override
	public @Nullable JobStatus cancel(JobId id) {
		return act(id, (queue) -> cancel(queue, id));
	}

	@Override
	public @Nullable JobStatus requeue(JobId id) {
		return act(id, (queue) -> simple(Script.REQUEUE, queue, id));
	}

	@Override
	public @Nullable JobStatus delete(JobId id) {
		return act(id, (queue) -> {
			String letter = simple(Script.DELETE, queue, id);
			if (!letter.isEmpty() && !letter.equals("S") && !letter.equals(Letters.MOVING)) {
				this.moves.forget(queue.queue(), id.value());
			}
			return letter;
		});
	}

	@Override
	public void pause(String queue) {
		QueueKeys keys = this.redis.keys(queue);
		this.redis.run("pause a queue", (connection) -> connection.hashCommands()
			.hSet(keys.of(Key.META), Text.bytes("paused"), Text.bytes("1")));
		this.redis.noteAgain(queue);
	}

	@Override
	public void resume(String queue) {
		this.redis.count(Script.RESUME, this.redis.keys(queue), List.of(), List.of());
	}

	private @Nullable JobStatus act(JobId id, Function<QueueKeys, String> action) {
		List<String> queues = id.queue().map(List::of).orElseGet(this.redis::queues);
		for (String queue : queues) {
			JobStatus status = follow(queue, id, action);
			if (status != null) {
				return status;
			}
		}
		return null;
	}

	private @Nullable JobStatus follow(String first, JobId id, Function<QueueKeys, String> action) {
		String queue = first;
		for (int hop = 0; hop < MAX_HOPS; hop++) {
			QueueKeys keys = this.redis.keys(queue);
			String letter = action.apply(keys);
			if (letter.equals(Letters.MOVING)) {
				this.moves.complete(keys, id.value());
				queue = first;
				continue;
			}
			if (!letter.isEmpty()) {
				return Letters.status(letter);
			}
			queue = this.moves.forwarded(keys, id.value());
			if (queue.isEmpty()) {
				return null;
			}
		}
		return null;
	}

	private String cancel(QueueKeys queue, JobId id) {
		String worker = "";
		List<String> answer = new ArrayList<>();
		// The worker of a running job is known only when it is asked for, and may change.
		for (int attempt = 0; attempt < MAX_HOPS; attempt++) {
			answer.clear();
			this.redis.list(Script.CANCEL, queue, List.of(queue.job(id), queue.running(worker)), List.of(id, worker))
				.forEach((part) -> answer.add(Text.string(part)));
			if (answer.get(1).isEmpty()) {
				return answer.get(0);
			}
			worker = answer.get(1);
		}
		throw new StoreUnavailableException("Job '" + id + "' went from worker to worker while it was cancelled", null);
	}

	private String simple(Script script, QueueKeys queue, JobId id) {
		return Text.string(this.redis.list(script, queue, List.of(queue.job(id)), List.of(id)).get(0));
	}

}
