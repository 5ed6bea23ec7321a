package io.jobqueue.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.store.form.StoredFields;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;

import org.jspecify.annotations.Nullable;

/**
 * The fields of a job in the outbox besides its id and queue, as JSON. A relay of another
 * release may read them: fields can be added, but none may change.
 */
final class OutboxBody {

	private static final String DELAY = "d";

	private static final String DUE = "u";

	private static final String TRAITS = "x";

	private static final Set<String> OWN = Set.of(DELAY, DUE, TRAITS);

	private OutboxBody() {
	}

	static String write(NewJob job) {
		List<StoredFields.Field> due = new ArrayList<>(0);
		if (job.delay() != null) {
			due.add(new StoredFields.Field(DELAY, Long.toString(job.delay().toMillis())));
		}
		if (job.dueAt() != null) {
			due.add(new StoredFields.Field(DUE, Long.toString(job.dueAt().toEpochMilli())));
		}
		if (!job.traits().isEmpty()) {
			due.add(new StoredFields.Field(TRAITS, StoredText.of(job.traits().write())));
		}
		return job.details().write(due.isEmpty() ? StoredFields.NONE : new StoredFields(due));
	}

	/**
	 * The job of a row. Its delay began when the row was written.
	 * @throws RuntimeException if this release cannot read the row
	 */
	static NewJob read(OutboxRow row) {
		JobDetails details = JobDetails.read(row.body());
		String delay = details.others().get(DELAY);
		String due = details.others().get(DUE);
		return new NewJob(new JobId(row.id()), row.queue(), details.withOthers(details.others().without(OWN)),
				(delay != null) ? rest(Duration.ofMillis(Long.parseLong(delay)), row.age()) : null,
				(due != null) ? Instant.ofEpochMilli(Long.parseLong(due)) : null,
				JobTraits.read(details.others().get(TRAITS)));
	}

	private static @Nullable Duration rest(Duration delay, Duration age) {
		return (delay.compareTo(age) <= 0) ? null : delay.minus(age);
	}

}
