package io.jobqueue.store.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.UniqueKey.Conflict;
import io.jobqueue.store.form.StoredFields;
import io.jobqueue.store.form.StoredText;

import org.jspecify.annotations.Nullable;

/**
 * The fields of a job that is inserted later, besides its id and queue, as text. Another
 * release may read them: fields can be added, but none may change.
 */
public final class NewJobText {

	private static final String DELAY = "d";

	private static final String DUE = "u";

	private static final String TRAITS = "x";

	private static final String CONFLICT = "xc";

	private static final String MAX_WAIT = "xw";

	private static final Set<String> OWN = Set.of(DELAY, DUE, TRAITS, CONFLICT, MAX_WAIT);

	private NewJobText() {
	}

	/** Write the fields of a job. */
	public static String write(NewJob job) {
		List<StoredFields.Field> due = new ArrayList<>(0);
		if (job.delay() != null) {
			due.add(new StoredFields.Field(DELAY, Long.toString(job.delay().toMillis())));
		}
		if (job.dueAt() != null) {
			due.add(new StoredFields.Field(DUE, Long.toString(job.dueAt().toEpochMilli())));
		}
		addTraits(job.traits(), due);
		return job.details().write(due.isEmpty() ? StoredFields.NONE : new StoredFields(due));
	}

	private static void addTraits(JobTraits traits, List<StoredFields.Field> fields) {
		if (!traits.isEmpty()) {
			fields.add(new StoredFields.Field(TRAITS, StoredText.of(traits.write())));
		}
		UniqueTrait key = traits.unique();
		if (key != null) {
			fields.add(new StoredFields.Field(CONFLICT, key.conflict().name()));
			if (key.maxWait() != null) {
				fields.add(new StoredFields.Field(MAX_WAIT, Long.toString(key.maxWait().toMillis())));
			}
		}
	}

	private static JobTraits traits(StoredFields fields) {
		JobTraits traits = JobTraits.read(fields.get(TRAITS));
		UniqueTrait key = traits.unique();
		String conflict = fields.get(CONFLICT);
		String maxWait = fields.get(MAX_WAIT);
		return (key == null || conflict == null) ? traits
				: traits.withUnique(new UniqueTrait(key.name(), key.scope(), key.time(), Conflict.valueOf(conflict),
						(maxWait != null) ? Duration.ofMillis(Long.parseLong(maxWait)) : null));
	}

	/**
	 * Read a job.
	 * @param id its id
	 * @param queue its queue
	 * @param text what {@link #write} wrote
	 * @param age the part of its delay that is over
	 * @throws RuntimeException if this release cannot read the text
	 */
	public static NewJob read(JobId id, String queue, String text, Duration age) {
		JobDetails details = JobDetails.read(text);
		String delay = details.others().get(DELAY);
		String due = details.others().get(DUE);
		return new NewJob(id, queue, details.withOthers(details.others().without(OWN)),
				(delay != null) ? rest(Duration.ofMillis(Long.parseLong(delay)), age) : null,
				(due != null) ? Instant.ofEpochMilli(Long.parseLong(due)) : null, traits(details.others()));
	}

	private static @Nullable Duration rest(Duration delay, Duration age) {
		return (delay.compareTo(age) <= 0) ? null : delay.minus(age);
	}

}
