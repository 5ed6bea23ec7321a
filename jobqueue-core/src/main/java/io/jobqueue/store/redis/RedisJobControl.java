package io.jobqueue.store.redis;

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

	private final Forwards forwards;

	RedisJobControl(RedisAccess redis, JobMoves moves) {
		this.forwards = new Forwards(redis);
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
			Answer answer = simple(Script.DELETE, queue, id);
			if (!answer.letter.isEmpty() && !answer.letter.equals("S") && !answer.letter.equals(Letters.MOVING)) {
				this.forwards.forget(queue.queue(), List.of(id.value()));
			}
			return answer;
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

	private @Nullable JobStatus act(JobId id, Function<QueueKeys, Answer> action) {
		List<String> queues = id.queue().map(List::of).orElseGet(this.redis::queues);
		for (String queue : queues) {
			JobStatus status = follow(queue, id, action);
			if (status != null) {
				return status;
			}
		}
		return null;
	}

	/**
	 * The job may go on while it is followed. A way that leads to nothing is gone again
	 * from its start, until it is the same one as before.
	 */
	private @Nullable JobStatus follow(String first, JobId id, Function<QueueKeys, Answer> action) {
		String queue = first, way = "", deadEnd = "";
		for (int hop = 0; hop < MAX_HOPS; hop++) {
			QueueKeys keys = this.redis.keys(queue);
			Answer answer = action.apply(keys);
			if (answer.letter.equals(Letters.MOVING)) {
				this.moves.complete(keys, id.value());
			}
			else if (!answer.letter.isEmpty()) {
				return Letters.status(answer.letter);
			}
			else if (!answer.forward.isEmpty()) {
				way += answer.forward + Text.ENTRY;
				queue = Forwards.queue(answer.forward);
				continue;
			}
			else if (way.equals(deadEnd)) {
				return null;
			}
			else {
				deadEnd = way;
			}
			queue = first;
			way = "";
		}
		throw new StoreUnavailableException("Job '" + id + "' went from queue to queue while it was looked for", null);
	}

	private Answer cancel(QueueKeys queue, JobId id) {
		String worker = "";
		// The worker of a running job is known only when it is asked for, and may change.
		for (int attempt = 0; attempt < MAX_HOPS; attempt++) {
			List<Object> answer = this.redis.list(Script.CANCEL, queue, List.of(queue.job(id), queue.running(worker)),
					List.of(id, worker));
			worker = Text.string(answer.get(1));
			if (worker.isEmpty()) {
				return Answer.of(answer, 2);
			}
		}
		throw new StoreUnavailableException("Job '" + id + "' went from worker to worker while it was cancelled", null);
	}

	private Answer simple(Script script, QueueKeys queue, JobId id) {
		return Answer.of(this.redis.list(script, queue, List.of(queue.job(id)), List.of(id)), 1);
	}

	/**
	 * What a queue answers.
	 *
	 * @param letter the letter of the status before, empty if the job is not there
	 * @param forward the entry that says where it went, empty if there is none
	 */
	private record Answer(String letter, String forward) {

		static Answer of(List<Object> parts, int forward) {
			return new Answer(Text.string(parts.get(0)),
					(forward < parts.size()) ? Text.string(parts.get(forward)) : "");
		}

	}

}
