package io.jobqueue;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * An entity that travels as its name and its id, as a payload or as a property of one:
 * {@code record Welcome(JobReference<Customer> customer)}. The handler loads it with
 * {@link #get()} in its transaction, so it sees the row as it is then. A
 * {@link JobReferenceResolver} reads and loads entities; that for JPA is provided.
 * Immutable, and as safe for use by many threads as the resolver.
 *
 * @param <T> the type of the entity
 */
public final class JobReference<T> {

	private final @Nullable T entity;

	private final @Nullable String name;

	private final @Nullable Object id;

	private final Supplier<? extends @Nullable T> source;

	private final WhenGone whenGone;

	private JobReference(@Nullable T entity, @Nullable String name, @Nullable Object id,
			Supplier<? extends @Nullable T> source, WhenGone whenGone) {
		this.entity = entity;
		this.name = name;
		this.id = id;
		this.source = source;
		this.whenGone = whenGone;
	}

	/**
	 * Refer to an entity. The job fails if the entity is gone when it is loaded.
	 * @param entity the entity, which has an id when the job is dispatched
	 */
	public static <T> JobReference<T> to(T entity) {
		Objects.requireNonNull(entity, "The entity of a reference must not be null");
		return new JobReference<>(entity, null, null, () -> entity, WhenGone.FAIL);
	}

	/**
	 * A reference that was read, for serializers.
	 * @param name the name of the entity
	 * @param id its id
	 * @param source loads it, and returns {@code null} if it is gone
	 */
	public static <T> JobReference<T> of(String name, Object id, Supplier<? extends @Nullable T> source) {
		return new JobReference<>(null, Objects.requireNonNull(name), Objects.requireNonNull(id), source,
				WhenGone.FAIL);
	}

	/** Choose what {@link #get()} does if the entity is gone. */
	public JobReference<T> whenGone(WhenGone answer) {
		Objects.requireNonNull(answer, "The answer must not be null");
		return new JobReference<>(this.entity, this.name, this.id, this.source, answer);
	}

	/**
	 * Load the entity in the current transaction. If it is gone, the attempt ends as
	 * {@link #whenGone()} says; a transaction of the handler is rolled back.
	 * @return the entity; for a reference that was not read, that of {@link #to}
	 * @throws ReferenceGoneException if it is gone; a handler must not catch it
	 * @throws PayloadException if no resolver knows the entity, or it is of another type
	 */
	public T get() {
		T found = this.source.get();
		if (found == null) {
			throw new ReferenceGoneException("The entity '%s' with id '%s' is gone".formatted(this.name, this.id),
					this.whenGone);
		}
		return found;
	}

	/**
	 * Load the entity in the current transaction, and let the handler decide if it is
	 * gone.
	 * @throws PayloadException if no resolver knows the entity, or it is of another type
	 */
	public Optional<T> find() {
		return Optional.ofNullable(this.source.get());
	}

	/** What {@link #get()} does if the entity is gone. */
	public WhenGone whenGone() {
		return this.whenGone;
	}

	/** The entity that this reference was made with, {@code null} if it was read. */
	public @Nullable T entity() {
		return this.entity;
	}

	/** The name of the entity, {@code null} if the reference was not read. */
	public @Nullable String name() {
		return this.name;
	}

	/** The id of the entity, {@code null} if the reference was not read. */
	public @Nullable Object id() {
		return this.id;
	}

	@Override
	public String toString() {
		return (this.entity != null) ? "JobReference[%s]".formatted(this.entity.getClass().getName())
				: "JobReference[%s, %s]".formatted(this.name, this.id);
	}

	/** The answers to an entity that is gone. */
	public enum WhenGone {

		/** The job ends as FAILED, without a retry. */
		FAIL,
		/** The job ends as SUCCESS, without a result: there is nothing to do any more. */
		SKIP,
		/** The job ends as ABORTED. */
		ABORT

	}

}
