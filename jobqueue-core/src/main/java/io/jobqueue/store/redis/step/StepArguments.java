package io.jobqueue.store.redis.step;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.JobState;
import io.jobqueue.lifecycle.Place;
import io.jobqueue.lifecycle.StepTime;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.form.ErrorText;
import io.jobqueue.store.redis.form.Letters;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.store.redis.form.SeenJob;
import io.jobqueue.store.redis.form.StoredState;

import org.jspecify.annotations.Nullable;

/**
 * Keys and arguments of a script that changes jobs, in the form that {@code stepping.lua}
 * reads.
 */
public final class StepArguments {

	private static final String DELETE = "X";

	private final QueueKeys queue;

	private final List<byte[]> keys = new ArrayList<>();

	private final List<Object> arguments = new ArrayList<>();

	/** The index of the key of the running jobs of a worker. */
	private final Map<String, Integer> running = new HashMap<>();

	/**
	 * Begin with a worker.
	 * @param worker the worker, empty for none
	 * @param more the arguments of the script behind it
	 */
	public StepArguments(QueueKeys queue, String worker, List<?> more) {
		this.queue = queue;
		running(worker);
		this.arguments.add(worker);
		this.arguments.addAll(more);
	}

	public List<byte[]> keys() {
		return this.keys;
	}

	public List<Object> arguments() {
		return this.arguments;
	}

	/** Add a success that is nothing more. */
	void addSuccess(Outcome outcome) {
		this.arguments.add(outcome.id());
		this.arguments.add(outcome.delivery());
		this.arguments.add((outcome.result() != null) ? "=" + StoredText.of(outcome.result()) : "OK");
	}

	/** Add any other change, which leaves the limits of the job unchanged. */
	void add(SeenJob job, Transition transition) {
		add(job, transition, null);
	}

	/**
	 * Add any other change.
	 * @param limits the limits of the job from now on, {@code null} for no change
	 */
	void add(SeenJob job, Transition transition, @Nullable List<String> limits) {
		JobState after = transition.after();
		String to = (after != null) ? letter(transition, after) : DELETE;
		boolean open = after != null && StepTime.isOpen(after.dueAt());
		this.arguments.add(job.id());
		this.arguments.add(job.head());
		this.arguments.add(to);
		this.arguments.add(job.letter());
		this.arguments.add((after != null)
				? Objects.requireNonNull(job.stored()).next(transition, after, to, open ? "" : job.score()) : "");
		String[] entry = (transition.attempt() != null) ? StoredState.entry(transition.attempt())
				: new String[] { "", "" };
		this.arguments.addAll(List.of(entry));
		this.arguments.add((after != null && open) ? StepTime.delay(after.dueAt()).toMillis() : "");
		this.arguments.add(open ? StoredState.level(job.score()) : job.score());
		this.arguments.add(transition.clears() ? "1" : "");
		this.arguments.add(ErrorText.encode(transition.error()));
		this.arguments.add((transition.result() != null) ? "=" + StoredText.of(transition.result()) : "");
		this.arguments.add(needsKey(transition) ? key(job.id()) : "");
		JobState.Hold hold = transition.before().hold();
		this.arguments.add((hold != null) ? running(hold.worker()) : "");
		this.arguments.add(other(transition, hold));
		this.arguments.add((limits != null) ? JobTraits.NONE.withLimits(limits).limitsField()
				: transition.before().hasRun() ? "" : "1");
	}

	private static String letter(Transition transition, JobState after) {
		if (transition.moves()) {
			return Letters.MOVING;
		}
		return (after.place() == Place.DELAYED) ? Letters.of(JobStatus.RETRY) : Letters.of(after.status());
	}

	/** A large record stands under a key of its own. */
	private static boolean needsKey(Transition transition) {
		JobState after = transition.after();
		return after == null || after.status().isDeadLetter() || transition.before().status().isDeadLetter();
	}

	/** Where the job goes, or the worker to be signalled. */
	private static String other(Transition transition, JobState.@Nullable Hold hold) {
		JobState after = transition.after();
		if (after != null && transition.moves()) {
			return after.queue() + RedisText.UNIT + after.delivery();
		}
		return (after != null && hold != null && after.status() == JobStatus.CANCELLED) ? hold.worker() : "";
	}

	private int key(JobId id) {
		this.keys.add(this.queue.job(id));
		return this.keys.size();
	}

	private int running(String worker) {
		return this.running.computeIfAbsent(worker, (name) -> {
			this.keys.add(this.queue.running(name));
			return this.keys.size();
		});
	}

}
