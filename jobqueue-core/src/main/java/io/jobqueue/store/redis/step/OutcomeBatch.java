package io.jobqueue.store.redis.step;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.Decision;
import io.jobqueue.lifecycle.Decision.Refusal;
import io.jobqueue.lifecycle.FinishEvent;
import io.jobqueue.lifecycle.StepTime;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.store.redis.form.SeenJob;

import org.jspecify.annotations.Nullable;

/**
 * Outcomes of a worker that are written by one call. The script knows what becomes of a
 * success that is nothing more. For the others the jobs are looked at before, so that the
 * rules of the life cycle decide. Not for use by several threads.
 */
public final class OutcomeBatch {

	private static final FinishResult[] RESULTS = { FinishResult.APPLIED, FinishResult.ALREADY_APPLIED,
			FinishResult.STALE };

	private final QueueKeys queue;

	private final String worker;

	private final List<Outcome> outcomes;

	private final List<@Nullable FinishResult> results = new ArrayList<>();

	/** The indexes of the outcomes that the call in hand has. */
	private List<Integer> written = List.of();

	public OutcomeBatch(QueueKeys queue, String worker, List<Outcome> outcomes) {
		this.queue = queue;
		this.worker = worker;
		this.outcomes = outcomes;
		outcomes.forEach((outcome) -> this.results.add(null));
	}

	public QueueKeys queue() {
		return this.queue;
	}

	public String worker() {
		return this.worker;
	}

	public List<Outcome> outcomes() {
		return this.outcomes;
	}

	/** The jobs whose outcomes have no result yet. */
	List<String> open() {
		return IntStream.range(0, this.outcomes.size())
			.filter((index) -> this.results.get(index) == null)
			.mapToObj((index) -> this.outcomes.get(index).id().value())
			.toList();
	}

	/** The result of each, once none is open. */
	public List<FinishResult> results() {
		List<FinishResult> all = new ArrayList<>(this.results.size());
		this.results.forEach((result) -> all.add(Objects.requireNonNull(result)));
		return all;
	}

	/**
	 * Write the outcomes that are open, as far as a script is to store them.
	 * @return how many
	 */
	public int write(JobSteps steps, StepArguments arguments) {
		Map<JobId, SeenJob> seen = look(steps);
		this.written = new ArrayList<>(this.outcomes.size());
		Set<JobId> ids = new HashSet<>();
		for (int i = 0; i < this.outcomes.size(); i++) {
			Outcome outcome = this.outcomes.get(i);
			// A second outcome of a job waits for the result of the first.
			if (this.results.get(i) != null || !ids.add(outcome.id())) {
				continue;
			}
			SeenJob job = seen.get(outcome.id());
			if (job == null) {
				arguments.addSuccess(outcome);
				this.written.add(i);
			}
			else if (decide(job, outcome) instanceof Transition transition) {
				arguments.add(job, transition, outcome.limits());
				this.written.add(i);
			}
			else {
				this.results.set(i, refused(job, outcome));
			}
		}
		return this.written.size();
	}

	private Map<JobId, SeenJob> look(JobSteps steps) {
		Set<String> ids = new LinkedHashSet<>();
		for (int i = 0; i < this.outcomes.size(); i++) {
			if (this.results.get(i) == null && !isPlain(this.outcomes.get(i))) {
				ids.add(this.outcomes.get(i).id().value());
			}
		}
		Map<JobId, SeenJob> seen = new HashMap<>();
		if (!ids.isEmpty()) {
			steps.look(this.queue, List.copyOf(ids)).forEach((job) -> seen.put(job.id(), job));
		}
		return seen;
	}

	/** Note what the script answers to what was written. */
	public void accept(List<Object> answers) {
		for (int i = 0; i < this.written.size(); i++) {
			if (!JobSteps.isChanged(answers.get(i))) {
				this.results.set(this.written.get(i), RESULTS[(int) RedisText.number(answers.get(i))]);
			}
		}
	}

	private Decision decide(SeenJob job, Outcome outcome) {
		if (job.state() == null) {
			return Refusal.STALE;
		}
		return new FinishEvent(this.queue.queue(), this.worker, outcome).decide(job.state(), StepTime.NOW);
	}

	private FinishResult refused(SeenJob job, Outcome outcome) {
		boolean repeated = decide(job, outcome) == Refusal.ALREADY_APPLIED
				|| job.isMovedBy(outcome.delivery(), this.worker);
		return repeated ? FinishResult.ALREADY_APPLIED : FinishResult.STALE;
	}

	/** Whether it is a success that is nothing more. */
	private static boolean isPlain(Outcome outcome) {
		return outcome.kind() == Outcome.Kind.END && outcome.status() == JobStatus.SUCCESS && outcome.error() == null
				&& outcome.maxRetries() == null;
	}

}
