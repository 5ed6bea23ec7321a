package io.jobqueue.store.redis.step;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

import org.jspecify.annotations.Nullable;

/**
 * Changes jobs by the rules of the life cycle: it looks at them, decides, and writes with
 * a script that changes only those that are still as they were seen. It looks at the
 * others again.
 */
public final class JobSteps {

	private static final int BATCH = 200;

	private static final int WIDTH = 5;

	private static final int MAX_ROUNDS = 20;

	/** What {@code stepping.lua} answers. */
	private static final int CHANGED = 3;

	private final RedisAccess redis;

	public JobSteps(RedisAccess redis) {
		this.redis = redis;
	}

	/** Look at jobs in a queue, in their order. */
	List<SeenJob> look(QueueKeys queue, List<String> ids) {
		List<Object> answer = this.redis.answers(WIDTH * ids.size(), Script.LOOK, queue, List.of(), ids);
		List<SeenJob> jobs = new ArrayList<>(ids.size());
		for (int i = 0; i < ids.size(); i++) {
			List<String> parts = answer.subList(WIDTH * i, WIDTH * (i + 1)).stream().map(RedisText::string).toList();
			jobs.add(SeenJob.of(JobId.of(ids.get(i)), queue.queue(), parts));
		}
		return jobs;
	}

	/**
	 * Apply a rule to jobs of a queue.
	 * @return each job as it was last seen, with what was decided and done
	 */
	public Map<String, Change> apply(QueueKeys queue, Collection<String> ids, Rule rule) {
		Map<String, Change> changes = new LinkedHashMap<>();
		for (List<String> batch : CommandBatches.of(List.copyOf(ids), BATCH)) {
			apply(new Step(queue, "", false), batch, rule, changes);
		}
		return changes;
	}

	/**
	 * Apply a rule to jobs of a worker, as long as its lease has run out.
	 * @return those that were looked at; none if the lease has been renewed
	 */
	public Map<String, Change> applyToLost(QueueKeys queue, String worker, List<String> ids, Rule rule) {
		Map<String, Change> changes = new LinkedHashMap<>();
		apply(new Step(queue, worker, true), ids, rule, changes);
		return changes;
	}

	private void apply(Step step, List<String> ids, Rule rule, Map<String, Change> changes) {
		List<String> open = ids;
		for (int round = 0; round < MAX_ROUNDS && !open.isEmpty(); round++) {
			StepArguments arguments = new StepArguments(step.queue, step.worker, List.of(step.ifLost ? "1" : ""));
			Map<String, Change> decided = new LinkedHashMap<>();
			for (SeenJob job : look(step.queue, open)) {
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
			open = decided.isEmpty() ? List.of() : write(step, arguments, decided, changes);
		}
		if (!open.isEmpty()) {
			throw new StoreUnavailableException(
					"Jobs " + open + " were changed by others again and again while they were to be changed", null);
		}
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
