package io.jobqueue.store.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.jobqueue.store.form.StoredFields;

import org.jspecify.annotations.Nullable;

/**
 * What capabilities of the queue keep of a job beside its details. A store keeps it apart
 * from the state of the job, in the one form that all stores and the outbox share. Fields
 * of another release are kept.
 *
 * @param unique its unique key, {@code null} for none
 * @param others fields that only another release knows
 */
public record JobTraits(@Nullable UniqueTrait unique, StoredFields others) {

	/** The traits of a plain job. */
	public static final JobTraits NONE = new JobTraits(null, StoredFields.NONE);

	private static final String UNIQUE = "u";

	private static final Set<String> TAGS = Set.of(UNIQUE);

	/** Traits with a unique key only. */
	public static JobTraits of(UniqueTrait unique) {
		return new JobTraits(unique, StoredFields.NONE);
	}

	/**
	 * Read what {@link #write()} wrote.
	 * @param text the text, {@code null} or empty for a plain job
	 * @throws IllegalArgumentException if the text has another form
	 */
	public static JobTraits read(@Nullable String text) {
		if (text == null || text.isEmpty()) {
			return NONE;
		}
		StoredFields fields = StoredFields.read(text);
		String unique = fields.get(UNIQUE);
		return new JobTraits((unique != null) ? UniqueTrait.read(unique) : null, fields.without(TAGS));
	}

	/** Whether the job is a plain one. */
	public boolean isEmpty() {
		return this.unique == null && this.others.fields().isEmpty();
	}

	/** The traits as one text, empty for a plain job. */
	public String write() {
		if (isEmpty()) {
			return "";
		}
		StringBuilder text = new StringBuilder();
		StoredFields.append(text, UNIQUE, (this.unique != null) ? this.unique.write() : null);
		this.others.writeTo(text);
		return text.toString();
	}

	/** The same traits with another unique key, {@code null} for none. */
	public JobTraits withUnique(@Nullable UniqueTrait unique) {
		return new JobTraits(unique, this.others);
	}

	/** The fields of the traits. */
	public List<StoredFields.Field> fields() {
		return new ArrayList<>(StoredFields.read(write()).fields());
	}

}
