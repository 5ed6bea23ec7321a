package io.jobqueue.store.redis.step;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.jobqueue.JobId;
import io.jobqueue.lifecycle.Decision;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.redis.access.CommandBatches;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.store.redis.form.SeenJob;
import io.jobqueue.store.support.WarnOnce;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes jobs by the rules of the life cycle: it looks at them, decides, and writes with
 * a script that changes only those that are still as they were seen. It looks at the
 * others again, up to a number of rounds.
 */
public final class JobSteps {

	private static final int BATCH = 200;

	private static final int WIDTH = 5;

	private static final int MAX_ROUNDS = 20;

	/** What {@code stepping.lua} answers. */
	private static final int CHANGED = 3;

	private static final Logger logger = LoggerFactory.getLogger(JobSteps.class);

	private final WarnOnce once = new WarnOnce(
			() -> logger.warn("Other jobs were changed by others too; no more of them are named"));

	private final RedisAccess redis;

	public JobSteps(RedisAccess redis) {
		this.redis = redis;
	}

	/** Look at jobs in a queue, in their order. */
	List<SeenJob> look(QueueKeys queue, List<String> ids) {
		List<Object> answer = this.redis.answers(WIDTH * ids.size(), Script.LOOK, queue, List.of(), ids);
		List<SeenJob> jobs = new ArrayList<>(ids.size());
		for (int i = 0; i < ids.size(); i++) {
			jobs.add(SeenJob.of(JobId.of(ids.get(i)), queue.queue(), answer.subList(WIDTH * i, WIDTH * (i + 1))));
		}
		return jobs;
	}

	/**
	 * Apply a rule to jobs of a queue. A job that others changed in each round is left
	 * out, so that what was done to the other jobs is known.
	 * @return each other job as it was last seen, with what was decided and done
	 * @throws StoreUnavailableException if that leaves out all of them
	 */
	public Map<String, Change> apply(QueueKeys queue, Collection<String> ids, Rule rule) {
		Map<String, Change> changes = new LinkedHashMap<>();
		List<String> left = new ArrayList<>();
		for (List<String> batch : CommandBatches.of(List.copyOf(ids), BATCH)) {
			left.addAll(apply(new Step(queue, "", false), batch, rule, changes));
		}
		if (changes.isEmpty() && !left.isEmpty()) {
			throw new StoreUnavailableException(overtaken(left), null);
		}
		logLeft(left);
		return changes;
	}

	/**
	 * Apply a rule to jobs of a worker, as long as its lease has run out. A job that
	 * others changed in each round is left out.
	 * @param changes receives those that were looked at, also those of the rounds before
	 * a failure; none if the lease has been renewed
	 */
	public void applyToLost(QueueKeys queue, String worker, List<String> ids, Rule rule, Map<String, Change> changes) {
		logLeft(apply(new Step(queue, worker, true), ids, rule, changes));
	}

	/**
	 * Store the outcomes of a batch that are open.
	 * @throws StoreUnavailableException if others changed one of the jobs in each round:
	 * the outcomes may be stored again
	 */
	public void finish(OutcomeBatch batch) {
		List<String> left = repeat(batch.open(), (open) -> {
			StepArguments arguments = new StepArguments(batch.queue(), batch.worker(), List.of(""));
			int written = batch.write(this, arguments);
			if (written > 0) {
				batch.accept(this.redis.answers(written, Script.STEP, batch.queue(), arguments.keys(),
						arguments.arguments()));
			}
			return batch.open();
		});
		if (!left.isEmpty()) {
			throw new StoreUnavailableException(overtaken(left), null);
		}
	}

	/** Answers those that were left out. */
	private List<String> apply(Step step, List<String> ids, Rule rule, Map<String, Change> changes) {
		return repeat(ids, (open) -> round(step, open, rule, changes));
	}

	private void logLeft(List<String> ids) {
		List<String> unnamed = ids.stream().filter(this.once::isFirst).toList();
		if (!unnamed.isEmpty()) {
			logger.warn("{}; they are left as they are", overtaken(unnamed));
		}
	}

	/** Answers the jobs that are open after the last round. */
	private static List<String> repeat(List<String> ids, UnaryOperator<List<String>> round) {
		List<String> open = ids;
		for (int i = 0; i < MAX_ROUNDS && !open.isEmpty(); i++) {
			open = round.apply(open);
		}
		return open;
	}

	private static String overtaken(List<String> ids) {
		return "Jobs " + ids + " were changed by others in each of " + MAX_ROUNDS + " attempts to change them";
	}

	/** Answers those that are not as they were seen. */
	private List<String> round(Step step, List<String> ids, Rule rule, Map<String, Change> changes) {
		StepArguments arguments = new StepArguments(step.queue, step.worker, List.of(step.ifLost ? "1" : ""));
		Map<String, Change> decided = new LinkedHashMap<>();
		for (SeenJob job : look(step.queue, ids)) {
			Decision decision = rule.decide(job);
			Change change = new Change(job, decision);
			if (decision instanceof Transition transition) {
				arguments.add(job, transition);
				decided.put(job.id().value(), change);
			}
			else {
				changes.put(job.id().value(), change);
			}
		}
		return decided.isEmpty() ? List.of() : write(step, arguments, decided, changes);
	}

	/** Answers those that are not as they were seen. */
	private List<String> write(Step step, StepArguments arguments, Map<String, Change> decided,
			Map<String, Change> changes) {
		List<Object> answer = this.redis.answer((size) -> size == decided.size() || (step.ifLost && size == 0),
				Script.STEP, step.queue, arguments.keys(), arguments.arguments());
		List<String> open = new ArrayList<>();
		if (answer.isEmpty()) {
			return open;
		}
		int index = 0;
		for (Map.Entry<String, Change> change : decided.entrySet()) {
			if (isChanged(answer.get(index++))) {
				open.add(change.getKey());
			}
			else {
				changes.put(change.getKey(), change.getValue());
			}
		}
		return open;
	}

	/** Whether a script answers that a job is not as it was seen. */
	static boolean isChanged(Object answer) {
		return RedisText.number(answer) == CHANGED;
	}

	/** Decides what becomes of a job; {@code null} to leave it as it is. */
	@FunctionalInterface
	public interface Rule {

		@Nullable Decision decide(SeenJob job);

	}

	/**
	 * What became of a job.
	 *
	 * @param job the job before
	 * @param decision what was decided; a {@link Transition} was made
	 */
	public record Change(SeenJob job, @Nullable Decision decision) {

		public boolean isMade() {
			return this.decision instanceof Transition;
		}

	}

	private record Step(QueueKeys queue, String worker, boolean ifLost) {
	}

}
