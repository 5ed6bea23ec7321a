package io.jobqueue;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A key that at most one job owns at a time, and what happens to a job that is dispatched
 * while another one owns it. Immutable: each method returns a new key.
 * <p>
 * By default a key belongs to one task in one queue: jobs of other tasks and jobs in
 * other queues may own the same key. The default scope is {@link #untilDone()}, and
 * {@link #untilStarted()} for {@link #replace()} and {@link #debounce(Duration)}. The
 * default for a second job is {@link #keep()}.
 *
 * @see JobRequest#withUniqueKey(UniqueKey)
 */
public final class UniqueKey {

	private final @Nullable String key;

	private final @Nullable Scope scope;

	private final @Nullable Duration time;

	private final Conflict conflict;

	private final @Nullable Duration maxWait;

	private final boolean inQueue;

	private UniqueKey(@Nullable String key, @Nullable Scope scope, @Nullable Duration time, Conflict conflict,
			@Nullable Duration maxWait, boolean inQueue) {
		this.key = key;
		this.scope = scope;
		this.time = time;
		this.conflict = conflict;
		this.maxWait = maxWait;
		this.inQueue = inQueue;
		if (isReplacing() && scope != null && scope != Scope.UNTIL_STARTED) {
			throw new InvalidJobException(("A unique key cannot have both scope %s and %s: a running job would own the "
					+ "key, and the new payload would be lost. Leave out the scope, or use keep() or reject()")
				.formatted(scope, conflict));
		}
	}

	/**
	 * A key.
	 * @param key 1 to 200 bytes of UTF-8, without control characters
	 * @throws InvalidJobException if the key has another form
	 */
	public static UniqueKey of(String key) {
		return new UniqueKey(Limits.requireUniqueKey(key), null, null, Conflict.KEEP, null, false);
	}

	/**
	 * A key that is computed from the payload, as it is stored: jobs of a task with equal
	 * payloads have the same key. The order of the properties counts, also that of a map.
	 */
	public static UniqueKey ofPayload() {
		return new UniqueKey(null, null, null, Conflict.KEEP, null, false);
	}

	/**
	 * The job owns the key until a worker claims it for the first time. A retry does not
	 * own it again.
	 */
	public UniqueKey untilStarted() {
		return with(Scope.UNTIL_STARTED, null);
	}

	/**
	 * The job owns the key until it has ended or is deleted, also while it waits for a
	 * retry.
	 * @throws InvalidJobException with {@link #replace()} or {@link #debounce(Duration)}
	 */
	public UniqueKey untilDone() {
		return with(Scope.UNTIL_DONE, null);
	}

	/**
	 * The job owns the key for a time from its dispatch, by the clock of the store, and
	 * longer than it exists if need be. The key is free earlier only if the job is
	 * cancelled or deleted before it has ever run.
	 * @param time the time, rounded up to a millisecond
	 * @throws InvalidJobException if the time is not positive or longer than 36,500 days,
	 * or with {@link #replace()} or {@link #debounce(Duration)}
	 */
	public UniqueKey forTime(Duration time) {
		return with(Scope.FOR_TIME, Limits.requireUniqueTime("The time of a unique key", time));
	}

	private UniqueKey with(Scope scope, @Nullable Duration time) {
		return new UniqueKey(this.key, scope, time, this.conflict, this.maxWait, this.inQueue);
	}

	/** A second job is not stored: the owner of the key stands for it. */
	public UniqueKey keep() {
		return with(Conflict.KEEP, null);
	}

	/**
	 * The owner of the key takes over payload, headers, correlation id, timeout and
	 * number of retries of a second job, which is not stored. It keeps its id, its
	 * priority and its place.
	 * @throws InvalidJobException if the scope is not {@link #untilStarted()}
	 */
	public UniqueKey replace() {
		return with(Conflict.REPLACE, null);
	}

	/**
	 * As {@link #replace()}, and the owner of the key is due after the delay of the
	 * second job. Each request needs a delay ({@link JobRequest#after}).
	 * @param maxWait after this time since the first request the job is due in any case;
	 * rounded up to a millisecond
	 * @throws InvalidJobException if the scope is not {@link #untilStarted()}, or the
	 * time is not positive or longer than 36,500 days
	 */
	public UniqueKey debounce(Duration maxWait) {
		return with(Conflict.DEBOUNCE, Limits.requireUniqueTime("The longest wait of a unique key", maxWait));
	}

	/** A second job is refused by a {@link DuplicateJobException}. */
	public UniqueKey reject() {
		return with(Conflict.REJECT, null);
	}

	private UniqueKey with(Conflict conflict, @Nullable Duration maxWait) {
		return new UniqueKey(this.key, this.scope, this.time, conflict, maxWait, this.inQueue);
	}

	/** The key belongs to the queue: jobs of all its tasks share it. */
	public UniqueKey inQueue() {
		return new UniqueKey(this.key, this.scope, this.time, this.conflict, this.maxWait, true);
	}

	/** The key; {@code null} if it is computed from the payload. */
	public @Nullable String key() {
		return this.key;
	}

	/** How long a job owns the key: the scope that was set, or else the default. */
	public Scope scope() {
		if (this.scope != null) {
			return this.scope;
		}
		return isReplacing() ? Scope.UNTIL_STARTED : Scope.UNTIL_DONE;
	}

	/** The time of {@link #forTime}; {@code null} for another scope. */
	public @Nullable Duration time() {
		return this.time;
	}

	/** What happens to a second job; {@link Conflict#KEEP} unless another was set. */
	public Conflict conflict() {
		return this.conflict;
	}

	/** The time of {@link #debounce}; {@code null} if there is none. */
	public @Nullable Duration maxWait() {
		return this.maxWait;
	}

	/** Whether jobs of all tasks of the queue share the key. */
	public boolean isInQueue() {
		return this.inQueue;
	}

	private boolean isReplacing() {
		return this.conflict == Conflict.REPLACE || this.conflict == Conflict.DEBOUNCE;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof UniqueKey that && Objects.equals(this.key, that.key) && scope() == that.scope()
				&& Objects.equals(this.time, that.time) && this.conflict == that.conflict
				&& Objects.equals(this.maxWait, that.maxWait) && this.inQueue == that.inQueue;
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.key, scope(), this.time, this.conflict, this.maxWait, this.inQueue);
	}

	@Override
	public String toString() {
		return "UniqueKey[%s, %s%s, %s%s%s]".formatted((this.key != null) ? this.key : "of the payload", scope(),
				(this.time != null) ? " " + DurationText.of(this.time) : "", this.conflict,
				(this.maxWait != null) ? " " + DurationText.of(this.maxWait) : "", this.inQueue ? ", in queue" : "");
	}

	/** How long a job owns its key. */
	public enum Scope {

		/** Until it has ended. */
		UNTIL_DONE,
		/** Until a worker claims it for the first time. */
		UNTIL_STARTED,
		/** For a time from its dispatch. */
		FOR_TIME

	}

	/** What happens to a job whose key another one owns. */
	public enum Conflict {

		/** It is not stored. */
		KEEP,
		/** It is not stored, and the owner takes over its contents. */
		REPLACE,
		/** As REPLACE, and the owner is put off. */
		DEBOUNCE,
		/** It is refused. */
		REJECT

	}

}
