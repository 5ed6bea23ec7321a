package io.jobqueue.worker.notes;

import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobStateException;
import io.jobqueue.PayloadException;
import io.jobqueue.ResultTooLargeException;
import io.jobqueue.StepAction;
import io.jobqueue.StepWork;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.form.TextSize;
import io.jobqueue.store.notes.Attempt;
import io.jobqueue.store.notes.JobNotes;
import io.jobqueue.store.notes.StoredStep;

/**
 * The steps of one attempt. Those of earlier attempts are read with the first step; a
 * first delivery has none. Steps are stored one after another, so that their numbers have
 * no gaps. Safe for use by many threads, also for steps within steps.
 */
final class AttemptSteps {

	private static final int LONGEST_NAME = 200;

	/** The types of results that JSON shows. */
	private static final Set<Class<?>> PLAIN = Set.of(String.class, Boolean.class, Integer.class, Double.class);

	private final Attempt attempt;

	private final StoreCalls store;

	private final Function<String, JobSerializer> serializers;

	private final Runnable lost;

	private final ReentrantLock lock = new ReentrantLock();

	private final Set<String> used = new HashSet<>();

	private @Nullable Map<String, StoredStep> stored;

	private long size;

	/**
	 * Create an instance that has read nothing.
	 * @param serializers the serializer of the result of each step, by name
	 * @param lost called when the store says that the job does not belong to this attempt
	 */
	AttemptSteps(Attempt attempt, StoreCalls store, Function<String, JobSerializer> serializers, Runnable lost) {
		this.attempt = attempt;
		this.store = store;
		this.serializers = serializers;
		this.lost = lost;
	}

	<T extends @Nullable Object, X extends Exception> T run(String name, @Nullable Type type,
			StepWork<? extends T, X> work) throws X {
		Objects.requireNonNull(work, "The work of a step must not be null");
		Type known = (type != null) ? type : typeOf(name, work);
		StoredStep before = begin(name);
		if (before != null) {
			return read(before, known);
		}
		boolean finished = false;
		try {
			T result = work.run();
			keep(name, write(name, result, known));
			finished = true;
			return result;
		}
		finally {
			if (!finished) {
				giveUp(name);
			}
		}
	}

	<X extends Exception> void run(String name, StepAction<X> work) throws X {
		Objects.requireNonNull(work, "The work of a step must not be null");
		this.<Boolean, X>run(name, null, () -> {
			work.run();
			return true;
		});
	}

	/** Refuse a type that cannot be read before the work is done. */
	private @Nullable Type typeOf(String name, StepWork<?, ?> work) {
		Class<?> type = StepType.of(work);
		if (type == null || PLAIN.contains(type)) {
			return null;
		}
		if (type.getTypeParameters().length > 0) {
			throw new InvalidJobException(("Step '%s' has a result of type %s, whose type arguments are not known: use "
					+ "step(name, new TypeReference<…>() {}, work), or a block '{ …; }' if the result is not needed")
				.formatted(StoredText.shown(name), type.getName()));
		}
		try {
			this.serializers.apply(name).requireReadable(type);
		}
		catch (PayloadException ex) {
			throw new PayloadException(
					"The result of step '%s' could not be read: %s".formatted(StoredText.shown(name), ex.getMessage()),
					ex);
		}
		return type;
	}

	/** Return the step if it was finished before. */
	private @Nullable StoredStep begin(String name) {
		requireName(name);
		this.lock.lock();
		try {
			Map<String, StoredStep> known = known();
			if (this.used.contains(name)) {
				throw new InvalidJobException(("Step '%s' of job '%s' was used before in this attempt: give each step "
						+ "of a job a name of its own, such as one with a number")
					.formatted(name, this.attempt.id().value()));
			}
			StoredStep before = known.get(name);
			if (before == null) {
				requireRoom(known);
			}
			this.used.add(name);
			return before;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Steps that run now will be stored too. */
	private void requireRoom(Map<String, StoredStep> known) {
		long running = this.used.stream().filter((each) -> !known.containsKey(each)).count();
		if (known.size() + running >= JobNotes.MAX_STEPS) {
			throw new InvalidJobException("Job '%s' has %d steps, and no job can have more: do more in each step"
				.formatted(this.attempt.id().value(), JobNotes.MAX_STEPS));
		}
	}

	private void giveUp(String name) {
		this.lock.lock();
		try {
			this.used.remove(name);
		}
		finally {
			this.lock.unlock();
		}
	}

	private Map<String, StoredStep> known() {
		Map<String, StoredStep> known = this.stored;
		if (known == null) {
			known = new LinkedHashMap<>();
			List<StoredStep> steps = (this.attempt.delivery() == 1) ? List.of()
					: this.store.call((notes) -> notes.steps(this.attempt.queue(), this.attempt.id()));
			for (StoredStep step : steps) {
				known.put(step.name(), step);
				this.size += TextSize.utf8(step.result());
			}
			this.stored = known;
		}
		return known;
	}

	@SuppressWarnings({ "unchecked", "NullAway" })
	private <T> T read(StoredStep step, @Nullable Type type) {
		try {
			return (T) this.serializers.apply(step.name()).read(step.result(), (type != null) ? type : Object.class);
		}
		catch (PayloadException ex) {
			throw new PayloadException(
					("The result of step '%s' cannot be read: if its type has changed, give the step another name. %s")
						.formatted(step.name(), ex.getMessage()),
					ex);
		}
	}

	private String write(String name, @Nullable Object result, @Nullable Type type) {
		if (type == null && result != null && !PLAIN.contains(result.getClass())) {
			throw new InvalidJobException(("Step '%s' returned a %s, which cannot be read without its type: use "
					+ "step(name, type, work), or a block '{ …; }' if the result is not needed")
				.formatted(name, result.getClass().getName()));
		}
		try {
			JobSerializer serializer = this.serializers.apply(name);
			String json = (type != null) ? serializer.write(result, type) : serializer.write(result);
			serializer.requireReadable(json, type);
			return json;
		}
		catch (ResultTooLargeException ex) {
			throw new ResultTooLargeException("Step '%s': %s".formatted(name, ex.getMessage()), ex);
		}
		catch (PayloadException ex) {
			throw new PayloadException("The result of step '%s' cannot be stored: %s".formatted(name, ex.getMessage()),
					ex);
		}
	}

	private void keep(String name, String json) {
		this.lock.lock();
		try {
			Map<String, StoredStep> known = known();
			long total = this.size + TextSize.utf8(json);
			if (total > JobNotes.MAX_STEPS_SIZE) {
				throw new ResultTooLargeException(("With step '%s' the results of all steps of the job have %,d bytes, "
						+ "but at most %,d are allowed: keep the data elsewhere and return a reference to it")
					.formatted(name, total, JobNotes.MAX_STEPS_SIZE));
			}
			StoredStep step = new StoredStep(known.size() + 1, name, json);
			if (!this.store.call((notes) -> notes.keepStep(this.attempt, step))) {
				this.lost.run();
				throw new JobStateException(("The result of step '%s' is not stored: job '%s' does not belong to this "
						+ "worker any more and may run elsewhere")
					.formatted(name, this.attempt.id().value()));
			}
			known.put(name, step);
			this.size = total;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static void requireName(@Nullable String name) {
		if (name == null || name.isBlank() || name.length() > LONGEST_NAME
				|| name.chars().anyMatch(Character::isISOControl) || !StoredText.of(name).equals(name)) {
			throw new InvalidJobException(
					("'%s' is no name for a step: use 1 to %d characters, none of them a control " + "character")
						.formatted((name != null) ? StoredText.shown(name) : null, LONGEST_NAME));
		}
	}

}
