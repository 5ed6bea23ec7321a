package io.jobqueue.store.redis;

import java.util.ArrayList;
import java.util.List;

import io.jobqueue.JobQueueException;
import io.jobqueue.JobStatus;
import io.jobqueue.store.FinishResult;
import io.jobqueue.store.Outcome;
import io.jobqueue.store.StoredText;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what came of jobs, and completes the moves to other queues.
 */
final class JobFinishes {

	private static final Logger logger = LoggerFactory.getLogger(JobFinishes.class);

	private static final int BATCH = 200;

	private static final FinishResult[] RESULTS = { FinishResult.APPLIED, FinishResult.ALREADY_APPLIED,
			FinishResult.STALE };

	private final RedisAccess redis;

	private final JobMoves moves;

	JobFinishes(RedisAccess redis, JobMoves moves) {
		this.redis = redis;
		this.moves = moves;
	}

	List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes) {
		List<FinishResult> results = new ArrayList<>(outcomes.size());
		for (List<Outcome> batch : batches(outcomes)) {
			results.addAll(finishBatch(queue, worker, batch));
		}
		return results;
	}

	/** What fits into one call each. */
	static List<List<Outcome>> batches(List<Outcome> outcomes) {
		return Batches.of(outcomes, BATCH, JobFinishes::bytes);
	}

	private List<FinishResult> finishBatch(String queue, String worker, List<Outcome> outcomes) {
		QueueKeys keys = this.redis.keys(queue);
		List<byte[]> scriptKeys = new ArrayList<>();
		scriptKeys.add(keys.running(worker));
		List<Object> arguments = new ArrayList<>(outcomes.size() * 4 + 1);
		arguments.add(worker);
		write(keys, outcomes, scriptKeys, arguments);
		return completed(queue, worker, outcomes,
				this.redis.answers(outcomes.size(), Script.FINISH, keys, scriptKeys, arguments));
	}

	/** What a script answered to a batch; completes the moves in it. */
	List<FinishResult> completed(String queue, String worker, List<Outcome> outcomes, List<Object> answers) {
		List<FinishResult> results = new ArrayList<>(outcomes.size());
		for (int i = 0; i < outcomes.size(); i++) {
			results.add(RESULTS[(int) Text.number(answers.get(i))]);
		}
		for (int i = 0; i < outcomes.size(); i++) {
			Outcome outcome = outcomes.get(i);
			String target = outcome.queue();
			if (target == null || !movesFrom(queue, outcome)) {
				continue;
			}
			if (results.get(i) != FinishResult.STALE) {
				complete(this.redis.keys(queue), outcome);
			}
			else if (this.moves.isRepeated(target, outcome.id().value(), outcome.delivery(), worker)) {
				results.set(i, FinishResult.ALREADY_APPLIED);
			}
		}
		return results;
	}

	private void complete(QueueKeys queue, Outcome outcome) {
		try {
			this.moves.complete(queue, outcome.id().value());
		}
		catch (JobQueueException ex) {
			// The outcome is stored and says where the job goes; that counts.
			logger.debug("Job '{}' did not get to queue '{}' yet; maintenance moves it there", outcome.id(),
					outcome.queue(), ex);
		}
	}

	/** Write a batch in the form that {@code finishing.lua} reads. */
	static void write(QueueKeys queue, List<Outcome> outcomes, List<byte[]> keys, List<Object> arguments) {
		for (Outcome outcome : outcomes) {
			arguments.add(outcome.id());
			arguments.add(outcome.delivery());
			boolean plain = outcome.kind() == Outcome.Kind.END && outcome.status() == JobStatus.SUCCESS
					&& outcome.error() == null && outcome.maxRetries() == null;
			String result = (outcome.result() != null) ? "=" + StoredText.of(outcome.result()) : "";
			if (plain) {
				arguments.add(result.isEmpty() ? "OK" : result);
			}
			else {
				arguments.add(outcome.kind());
				arguments.add(result);
				writeRest(outcome, arguments);
				arguments.add(extra(queue, outcome, keys));
			}
		}
	}

	private static void writeRest(Outcome outcome, List<Object> arguments) {
		arguments.add(Letters.of(outcome.status()));
		arguments.add(outcome.delay().toMillis());
		arguments.add(ErrorText.encode(outcome.error()));
		arguments.add(ErrorText.shortForm(outcome.error()));
		arguments.add(Text.orEmpty(outcome.maxRetries()));
	}

	private static Object extra(QueueKeys queue, Outcome outcome, List<byte[]> keys) {
		if (outcome.kind() == Outcome.Kind.END && outcome.status().isDeadLetter()) {
			keys.add(queue.job(outcome.id()));
			return keys.size();
		}
		return (outcome.kind() == Outcome.Kind.RETRY) ? Text.orEmpty(outcome.queue()) : "";
	}

	private static int bytes(Outcome outcome) {
		return length(outcome.result()) + ((outcome.error() != null) ? ErrorText.encode(outcome.error()).length() : 0);
	}

	private static int length(@Nullable String text) {
		return (text != null) ? text.length() : 0;
	}

	private static boolean movesFrom(String queue, Outcome outcome) {
		return outcome.kind() == Outcome.Kind.RETRY && outcome.queue() != null && !outcome.queue().equals(queue);
	}

}
