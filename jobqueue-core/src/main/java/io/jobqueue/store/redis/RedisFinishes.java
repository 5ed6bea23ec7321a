package io.jobqueue.store.redis;

import java.util.ArrayList;
import java.util.List;

import io.jobqueue.JobQueueException;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.redis.access.CommandBatches;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.form.ErrorText;
import io.jobqueue.store.redis.move.QueueMoves;
import io.jobqueue.store.redis.step.JobSteps;
import io.jobqueue.store.redis.step.OutcomeBatch;
import io.jobqueue.store.redis.step.StepArguments;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what came of jobs, and completes the moves to other queues.
 */
final class RedisFinishes {

	private static final Logger logger = LoggerFactory.getLogger(RedisFinishes.class);

	private static final int BATCH = 200;

	private final RedisAccess redis;

	private final JobSteps steps;

	private final QueueMoves moves;

	RedisFinishes(RedisAccess redis, QueueMoves moves) {
		this.redis = redis;
		this.steps = new JobSteps(redis);
		this.moves = moves;
	}

	List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes) {
		List<FinishResult> results = new ArrayList<>(outcomes.size());
		for (List<Outcome> batch : batches(outcomes)) {
			results.addAll(finish(new OutcomeBatch(this.redis.keys(queue), worker, batch)));
		}
		return results;
	}

	/** What fits into one call each. */
	static List<List<Outcome>> batches(List<Outcome> outcomes) {
		return CommandBatches.of(outcomes, BATCH, RedisFinishes::bytes);
	}

	/**
	 * Write the outcomes of a batch that are open, as far as a script is to store them.
	 * @return how many
	 */
	int write(OutcomeBatch batch, StepArguments arguments) {
		return batch.write(this.steps, arguments);
	}

	/**
	 * Store what is open of a batch, and complete the moves in it.
	 * @return the result of each outcome
	 */
	List<FinishResult> finish(OutcomeBatch batch) {
		this.steps.finish(batch);
		return completed(batch);
	}

	private List<FinishResult> completed(OutcomeBatch batch) {
		List<FinishResult> results = batch.results();
		for (int i = 0; i < results.size(); i++) {
			Outcome outcome = batch.outcomes().get(i);
			String target = outcome.queue();
			if (target == null || !movesFrom(batch.queue().queue(), outcome)) {
				continue;
			}
			if (results.get(i) != FinishResult.STALE) {
				complete(batch.queue(), outcome);
			}
			else if (this.moves.isRepeated(target, outcome.id().value(), outcome.delivery(), batch.worker())) {
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
