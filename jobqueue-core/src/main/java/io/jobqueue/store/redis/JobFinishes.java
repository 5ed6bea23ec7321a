package io.jobqueue.store.redis;

import java.util.ArrayList;
import java.util.List;

import io.jobqueue.JobQueueException;
import io.jobqueue.store.FinishResult;
import io.jobqueue.store.Outcome;

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
		QueueKeys keys = this.redis.keys(queue);
		List<FinishResult> results = new ArrayList<>(outcomes.size());
		for (List<Outcome> batch : Batches.of(outcomes, BATCH, JobFinishes::bytes)) {
			results.addAll(finish(keys, worker, batch));
		}
		for (int i = 0; i < outcomes.size(); i++) {
			if (results.get(i) != FinishResult.STALE && movesFrom(queue, outcomes.get(i))) {
				complete(keys, outcomes.get(i));
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

	private List<FinishResult> finish(QueueKeys queue, String worker, List<Outcome> outcomes) {
		List<byte[]> keys = new ArrayList<>();
		keys.add(queue.running(worker));
		List<Object> arguments = new ArrayList<>(outcomes.size() * 10 + 1);
		arguments.add(worker);
		for (Outcome outcome : outcomes) {
			add(arguments, outcome);
			if (outcome.kind() == Outcome.Kind.END && outcome.status().isDeadLetter()) {
				keys.add(queue.job(outcome.id()));
				arguments.add(keys.size());
			}
			else {
				arguments.add((outcome.kind() == Outcome.Kind.RETRY) ? Text.orEmpty(outcome.queue()) : "");
			}
		}
		List<FinishResult> results = new ArrayList<>(outcomes.size());
		this.redis.answers(outcomes.size(), Script.FINISH, queue, keys, arguments)
			.forEach((answer) -> results.add(RESULTS[(int) Text.number(answer)]));
		return results;
	}

	private static void add(List<Object> arguments, Outcome outcome) {
		arguments.add(outcome.id());
		arguments.add(outcome.delivery());
		arguments.add(outcome.kind());
		arguments.add(Letters.of(outcome.status()));
		arguments.add(outcome.delay().toMillis());
		arguments.add((outcome.result() != null) ? "=" + outcome.result() : "");
		arguments.add(ErrorText.encode(outcome.error()));
		arguments.add(ErrorText.shortForm(outcome.error()));
		arguments.add(Text.orEmpty(outcome.maxRetries()));
	}

	private static int bytes(Outcome outcome) {
		String result = outcome.result();
		return (result != null) ? result.length() : 0;
	}

	private static boolean movesFrom(String queue, Outcome outcome) {
		return outcome.kind() == Outcome.Kind.RETRY && outcome.queue() != null && !outcome.queue().equals(queue);
	}

}
