package io.jobqueue.store.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.JobAction;
import io.jobqueue.store.JobActions;
import io.jobqueue.store.StoreUnavailableException;

import org.jspecify.annotations.Nullable;

/**
 * What is done to jobs and queues from outside. A job is looked for in the queue of its
 * id and where that forwards to; an id of another form is looked for in all queues.
 */
final class RedisJobActions implements JobActions {

	private static final int MAX_HOPS = 20;

	private static final int BATCH = 100;

	private final RedisAccess redis;

	private final JobMoves moves;

	private final Forwards forwards;

	RedisJobActions(RedisAccess redis, JobMoves moves) {
		this.forwards = new Forwards(redis);
		this.redis = redis;
		this.moves = moves;
	}

	/**
	 * Most jobs are where their ids say, or one queue further. Those that are not, or are
	 * on their way, are followed one by one.
	 */
	@Override
	public Map<JobId, JobStatus> act(JobAction act, Collection<JobId> ids, Set<JobStatus> from) {
		Deed deed = new Deed(act, from.stream().filter(act::allows).map(Letters::of).collect(Collectors.joining()));
		Map<JobId, JobStatus> before = new LinkedHashMap<>();
		Map<String, Set<String>> forwarded = new LinkedHashMap<>();
		Map<String, String> strays = new LinkedHashMap<>();
		homes(ids).forEach((queue, some) -> act(deed, queue, some).forEach((id, answer) -> {
			if (answer.isMoving()) {
				strays.put(id, queue);
			}
			else if (!answer.settle(id, before) && !answer.forward.isEmpty()) {
				forwarded.computeIfAbsent(Forwards.queue(answer.forward), (name) -> new LinkedHashSet<>()).add(id);
			}
		}));
		forwarded.forEach((queue, some) -> act(deed, queue, some).forEach((id, answer) -> {
			if (answer.isMoving() || !answer.settle(id, before)) {
				strays.put(id, JobId.of(id).queue().orElse(queue));
			}
		}));
		strays.forEach((id, home) -> {
			JobStatus status = follow(deed, home, id);
			if (status != null) {
				before.put(JobId.of(id), status);
			}
		});
		return before;
	}

	private Map<String, Set<String>> homes(Collection<JobId> ids) {
		Map<String, Set<String>> homes = new LinkedHashMap<>();
		for (JobId id : ids) {
			for (String queue : id.queue().map(List::of).orElseGet(this.redis::queues)) {
				homes.computeIfAbsent(queue, (name) -> new LinkedHashSet<>()).add(id.value());
			}
		}
		return homes;
	}

	/**
	 * The job may go on while it is followed. A way that leads to nothing is gone again
	 * from its start, until it is the same one as before.
	 */
	private @Nullable JobStatus follow(Deed deed, String first, String id) {
		String queue = first, way = "", deadEnd = "";
		for (int hop = 0; hop < MAX_HOPS; hop++) {
			Answer answer = act(deed, queue, Set.of(id)).getOrDefault(id, Answer.NONE);
			if (answer.isMoving()) {
				this.moves.complete(this.redis.keys(queue), id);
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

	private Map<String, Answer> act(Deed deed, String name, Set<String> ids) {
		QueueKeys queue = this.redis.keys(name);
		Map<String, Answer> answers = new LinkedHashMap<>();
		for (List<String> batch : Batches.of(List.copyOf(ids), BATCH)) {
			switch (deed.act) {
				case CANCEL -> cancel(queue, deed.letters, batch, answers);
				case REQUEUE -> ask(Script.REQUEUE, queue, deed.letters, batch, answers);
				case DELETE -> ask(Script.DELETE, queue, deed.letters, batch, answers);
			}
		}
		if (deed.act == JobAction.DELETE) {
			this.forwards.forget(name, ids.stream().filter((id) -> deed.isDone(answers.get(id))).toList());
		}
		return answers;
	}

	private void ask(Script script, QueueKeys queue, String letters, List<String> ids, Map<String, Answer> answers) {
		List<Object> answer = this.redis.answers(2 * ids.size(), script, queue, ids.stream().map(queue::job).toList(),
				Batches.joined(List.of(letters), ids));
		for (int i = 0; i < ids.size(); i++) {
			answers.put(ids.get(i), new Answer(Text.string(answer.get(2 * i)), Text.string(answer.get(2 * i + 1))));
		}
	}

	/** The worker of a running job is known only when it is asked for, and may change. */
	private void cancel(QueueKeys queue, String letters, List<String> ids, Map<String, Answer> answers) {
		Map<String, List<String>> byWorker = Map.of("", ids);
		for (int attempt = 0; attempt < MAX_HOPS && !byWorker.isEmpty(); attempt++) {
			Map<String, List<String>> next = new LinkedHashMap<>();
			byWorker.forEach((worker, some) -> {
				List<Object> answer = this.redis.answers(2 * some.size(), Script.CANCEL, queue,
						List.of(queue.running(worker)), Batches.joined(List.of(letters, worker), some));
				for (int i = 0; i < some.size(); i++) {
					String letter = Text.string(answer.get(2 * i));
					String other = Text.string(answer.get(2 * i + 1));
					if (letter.isEmpty() || other.isEmpty()) {
						answers.put(some.get(i), new Answer(letter, other));
					}
					else {
						next.computeIfAbsent(other, (name) -> new ArrayList<>()).add(some.get(i));
					}
				}
			});
			byWorker = next;
		}
		if (!byWorker.isEmpty()) {
			throw new StoreUnavailableException(
					"Jobs " + byWorker.values() + " went from worker to worker while they were cancelled", null);
		}
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

	/** What to do, and the letters of the statuses to do it in. */
	private record Deed(JobAction act, String letters) {

		boolean isDone(@Nullable Answer answer) {
			return answer != null && !answer.letter.isEmpty() && this.letters.contains(answer.letter);
		}

	}

	/**
	 * What a queue answers of a job.
	 *
	 * @param letter the letter of the status before, empty if the job is not there
	 * @param forward the entry that says where it went, empty if there is none
	 */
	private record Answer(String letter, String forward) {

		static final Answer NONE = new Answer("", "");

		boolean isMoving() {
			return this.letter.equals(Letters.MOVING);
		}

		/** Note the status before; answers whether there is one. */
		boolean settle(String id, Map<JobId, JobStatus> before) {
			JobStatus status = Letters.status(this.letter);
			if (status != null) {
				before.put(JobId.of(id), status);
			}
			return status != null;
		}

	}

}
