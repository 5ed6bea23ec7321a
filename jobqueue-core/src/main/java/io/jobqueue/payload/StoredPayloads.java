package io.jobqueue.payload;

import io.jobqueue.JobDispatchException;
import io.jobqueue.JobId;
import io.jobqueue.PayloadException;
import io.jobqueue.PayloadStore;
import io.jobqueue.UniqueKey.Conflict;
import io.jobqueue.store.form.TextSize;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;

import org.jspecify.annotations.Nullable;

/**
 * Keeps large payloads in a payload store. Their jobs have a reference with the size.
 * Safe for use by many threads.
 */
public final class StoredPayloads {

	/** Without a payload store: each payload is kept with its job. */
	public static final StoredPayloads NONE = new StoredPayloads(null, new PayloadBounds(1, 1, 1));

	private static final String REFERENCE = "{\"@stored\":{\"bytes\":";

	private final @Nullable PayloadStore store;

	private final PayloadBounds bounds;

	private StoredPayloads(@Nullable PayloadStore store, PayloadBounds bounds) {
		this.store = store;
		this.bounds = bounds;
	}

	/** Keep payloads in a store. */
	public static StoredPayloads in(PayloadStore store, PayloadBounds bounds) {
		return new StoredPayloads(store, bounds);
	}

	/**
	 * Whether there is a payload store, so that the sizes of payloads are checked here.
	 */
	public boolean isActive() {
		return this.store != null;
	}

	/**
	 * Put the payload of a job that is not stored yet, if it is large.
	 * @return the job to store
	 * @throws PayloadException if the payload is too large, or has the form of a
	 * reference
	 * @throws JobDispatchException if the payload store fails
	 */
	public NewJob keep(NewJob job) {
		String payload = job.payload();
		if (isReference(payload)) {
			throw new PayloadException(
					"The payload for task '%s' has the property '@stored', a name that is reserved: rename it"
						.formatted(job.task()));
		}
		if (this.store == null || !TextSize.isMoreThan(payload, this.bounds.threshold())) {
			return job;
		}
		long size = TextSize.utf8(payload);
		if (mayReplace(job.traits().unique())) {
			requireSize(job, size, this.bounds.maxInline(),
					"its unique key may put it in the place of another job; use keep(), or raise 'jobqueue.payload.max-size'");
			return job;
		}
		requireSize(job, size, this.bounds.maxSize(), "raise 'jobqueue.payload.store.max-size'");
		put(this.store, job);
		return job.withDetails(job.details().withPayload(REFERENCE + size + "}}"));
	}

	/** The store of the jobs would keep the other job, whose id has another payload. */
	private static boolean mayReplace(@Nullable UniqueTrait unique) {
		return unique != null && (unique.conflict() == Conflict.REPLACE || unique.conflict() == Conflict.DEBOUNCE);
	}

	private static void requireSize(NewJob job, long size, long most, String wayOut) {
		if (size > most) {
			throw new PayloadException("The payload for task '%s' has %,d bytes, but at most %,d are allowed: %s"
				.formatted(job.task(), size, most, wayOut));
		}
	}

	private static void put(PayloadStore store, NewJob job) {
		try {
			store.put(job.id(), job.payload());
		}
		catch (RuntimeException ex) {
			throw new JobDispatchException(
					"The payload store did not take the payload of job '%s' of task '%s', and nothing was dispatched: %s"
						.formatted(job.id(), job.task(), ex.getMessage()),
					ex);
		}
	}

	/**
	 * The payload of a job.
	 * @param payload what the job has
	 * @throws PayloadException if that refers to a payload that does not exist; any other
	 * runtime exception if the payload store fails
	 */
	public String load(JobId id, String payload) {
		if (!isReference(payload)) {
			return payload;
		}
		if (this.store == null) {
			throw new PayloadException(("The payload of job '%s' is in a payload store, but this application has none: "
					+ "set 'jobqueue.payload.store.type' as in the application that dispatched it")
				.formatted(id));
		}
		String body = this.store.get(id);
		if (body == null) {
			throw new PayloadException(
					("The payload of job '%s' (%s bytes) is not in the payload store: it was deleted "
							+ "there, or this application uses another store than the one that dispatched it. Dispatch it again")
						.formatted(id, payload.substring(REFERENCE.length(), payload.length() - 2)));
		}
		return body;
	}

	private static boolean isReference(String payload) {
		return payload.startsWith(REFERENCE) && payload.length() < REFERENCE.length() + 24 && payload.endsWith("}}");
	}

}
