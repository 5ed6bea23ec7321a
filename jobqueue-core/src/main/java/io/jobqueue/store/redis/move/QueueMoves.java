package io.jobqueue.store.redis.move;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.jobqueue.JobId;
import io.jobqueue.JobQueueException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.redis.access.BackgroundExecutor;
import io.jobqueue.store.redis.access.CommandBatches;
import io.jobqueue.store.redis.access.Key;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.access.TimeLimitedCalls;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.store.redis.form.StoredState;
import io.jobqueue.store.support.LogText;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves jobs to another queue, which is another Cluster slot, by steps that anybody may
 * make, repeat, and stop between for any time:
 * <ol>
 * <li>The finish notes the move at the source, with a text that no other move has.</li>
 * <li>{@code prepare} leaves a text of this attempt at the target.</li>
 * <li>{@code open} reads the job at the source, if the note is still there.</li>
 * <li>{@code arrive} puts the job into the target, if the text of this attempt is still
 * there. It removes that text, and keeps the note.</li>
 * <li>{@code redirect} changes the way to the job, where a third queue has it.</li>
 * <li>{@code depart} deletes the job and the note at the source.</li>
 * <li>{@code settle} removes the note at the target.</li>
 * </ol>
 * A job arrives once by each note. Whoever prepared before an arrival has lost the text
 * by it. Whoever prepares after it meets the note at the target, or, when that has been
 * settled, opens a source that has no note any more. The package documentation has the
 * table of all states.
 */
public class QueueMoves {

	private static final Logger logger = LoggerFactory.getLogger(QueueMoves.class);

	private static final int ATTEMPTS = 3;

	/** After this time an attempt that was prepared has to be made anew. */
	private static final Duration PREPARED = Duration.ofHours(1);

	/** Who finishes a job, or keeps its queue, does not wait longer for another queue. */
	private static final Duration LONGEST = Duration.ofSeconds(3);

	private final RedisAccess redis;

	private final BackgroundExecutor background = new BackgroundExecutor("jobqueue-moves");

	private final TimeLimitedCalls calls = new TimeLimitedCalls(this.background, LONGEST);

	public QueueMoves(RedisAccess redis) {
		this.redis = redis;
	}

	public void close() {
		this.background.close();
	}

	/**
	 * Complete the move of one job, if there is one. Others may do so at the same time:
	 * after a few attempts that others have overtaken, it is left to maintenance.
	 * @throws StoreUnavailableException also if the target does not answer for a while
	 */
	public void complete(QueueKeys source, String id) {
		String note = note(source, id);
		if (!note.isEmpty()) {
			this.calls.call(target(note), () -> attemptToComplete(source, id));
		}
	}

	private void attemptToComplete(QueueKeys source, String id) {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			String note = note(source, id);
			if (note.isEmpty() || complete(source, id, note)) {
				return;
			}
		}
	}

	private boolean complete(QueueKeys source, String id, String note) {
		QueueKeys target = this.redis.keys(target(note));
		String attempt = UUID.randomUUID().toString();
		boolean arrived = this.redis.count(Script.PREPARE, target, List.of(target.arrival(id)),
				List.of(id, note, attempt, PREPARED.toMillis())) == 1;
		List<Object> job = this.redis.list(Script.OPEN, source, List.of(source.job(id)), List.of(id, note));
		if (job.isEmpty()) {
			return true;
		}
		if (!arrived && !arrive(source, target, List.of(id, note, attempt, source.queue()), job)) {
			return false;
		}
		this.redis.noteAgainIfRoom(target.queue());
		String home = JobId.of(id).queue().orElse(source.queue());
		if (!home.equals(source.queue()) && !home.equals(target.queue())) {
			StoredState state = StoredState.parse(RedisText.string(job.get(0)));
			this.redis.count(Script.REDIRECT, this.redis.keys(home), List.of(),
					List.of(id, target.queue(), state.delivery(), state.worker()));
		}
		this.redis.count(Script.DEPART, source, List.of(source.job(id)),
				List.of(id, note, home.equals(source.queue()) ? "1" : ""));
		this.redis.count(Script.SETTLE, target, List.of(), List.of(note + RedisText.UNIT + id));
		return true;
	}

	private boolean arrive(QueueKeys source, QueueKeys target, List<Object> move, List<Object> job) {
		String id = move.get(0).toString();
		int answer = this.redis.count(Script.ARRIVE, target, List.of(target.job(id), target.arrival(id)),
				CommandBatches.joined(move, job));
		if (answer == 2) {
			logger.error("Job '{}' is in queue '{}', so a job with the same id that arrived from queue '{}' was "
					+ "dropped: an id must not be used twice", id, target.queue(), source.queue());
		}
		return answer > 0;
	}

	/**
	 * Complete what stopped half-way, at the sources and at the targets of moves. What
	 * fails is logged and stays to be done.
	 */
	public void tidy(QueueKeys queue, int limit) {
		attempt(queue, queue.queue(), () -> completeAll(queue, limit));
		attempt(queue, queue.queue(), () -> settleAll(queue, limit));
	}

	/** Complete moves that stopped half-way. */
	private void completeAll(QueueKeys source, int limit) {
		Set<String> failed = new HashSet<>();
		entries(source, Key.MOVING, limit).forEach((id, note) -> {
			String target = target(note);
			// One that is out of reach may take long to say so.
			if (!failed.contains(target) && !attempt(source, target, () -> complete(source, id))) {
				failed.add(target);
			}
		});
	}

	/** Forget arrivals whose source has noted the end of the move. */
	private void settleAll(QueueKeys target, int limit) {
		Set<String> failed = new HashSet<>();
		entries(target, Key.ARRIVED, limit).forEach((move, origin) -> {
			String source = target(origin);
			if (!failed.contains(source) && !attempt(target, source, () -> settle(target, move, source, origin))) {
				failed.add(source);
			}
		});
	}

	private void settle(QueueKeys target, String move, String source, String origin) {
		String id = origin.substring(source.length() + 1);
		String note = move.substring(0, move.length() - id.length() - 1);
		this.calls.call(source, () -> {
			if (!note.equals(note(this.redis.keys(source), id))) {
				this.redis.count(Script.SETTLE, target, List.of(), List.of(move));
			}
		});
	}

	/** Answers whether the other queue could be asked. */
	private static boolean attempt(QueueKeys queue, String other, Runnable action) {
		try {
			action.run();
			return true;
		}
		catch (StoreUnavailableException ex) {
			logger.debug("Moves between queues '{}' and '{}' could not be completed yet", queue.queue(), other, ex);
		}
		catch (JobQueueException ex) {
			logger.warn("Moves between queues '{}' and '{}' could not be completed and are tried again: {}",
					queue.queue(), LogText.of(other), LogText.of(ex.getMessage()));
		}
		catch (RuntimeException ex) {
			// What cannot be read holds up no other entry, and not what the caller has
			// done.
			logger.warn("An entry of a move between queues '{}' and '{}' cannot be read and is left as it is",
					queue.queue(), LogText.of(other), ex);
			return true;
		}
		return false;
	}

	/** Whether a finish that says stale repeats the one that made the job move. */
	public boolean isRepeated(String target, String id, int delivery, String worker) {
		return this.redis.count(Script.REPEATED, this.redis.keys(target), List.of(),
				List.of(id, delivery, worker)) == 1;
	}

	private String note(QueueKeys source, String id) {
		return RedisText.string(this.redis.list(Script.NOTE, source, List.of(), List.of(id)).get(0));
	}

	/** A note begins with the queue where the job goes. */
	private static String target(String note) {
		int end = note.indexOf(RedisText.UNIT);
		return (end >= 0) ? note.substring(0, end) : note;
	}

	private Map<String, String> entries(QueueKeys queue, Key key, int limit) {
		return this.redis.some(queue, queue.of(key), limit);
	}

}
