package io.jobqueue.store.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.UniqueKey.Conflict;
import io.jobqueue.store.form.StoredFields;
import io.jobqueue.store.form.StoredText;

import org.jspecify.annotations.Nullable;

/**
 * A job to insert: its constant details, and when it is due. A job with neither
 * {@code delay} nor {@code dueAt} is due now.
 *
 * @param id its id
 * @param queue the queue
 * @param details its task, payload and options
 * @param delay the time until it is due, by the clock of the store, {@code null} or zero
 * for now
 * @param dueAt when it is due, by the clock of the store; a time in the past means now
 * @param traits what capabilities keep of it, {@link JobTraits#NONE} for a plain job
 */
public record NewJob(JobId id, String queue, JobDetails details, @Nullable Duration delay, @Nullable Instant dueAt,
		JobTraits traits) {

	private static final String DELAY = "d";

	private static final String DUE = "u";

	private static final String TRAITS = "x";

	private static final String CONFLICT = "xc";

	private static final String MAX_WAIT = "xw";

	private static final Set<String> OWN = Set.of(DELAY, DUE, TRAITS, CONFLICT, MAX_WAIT);

	/** A plain job. */
	public NewJob(JobId id, String queue, JobDetails details, @Nullable Duration delay, @Nullable Instant dueAt) {
		this(id, queue, details, delay, dueAt, JobTraits.NONE);
	}

	/** A job without options that is due now. */
	public NewJob(JobId id, String queue, String task, String payload) {
		this(id, queue, JobDetails.of(task, payload), null, null);
	}

	/** The same job with other traits. */
	public NewJob withTraits(JobTraits traits) {
		return new NewJob(this.id, this.queue, this.details, this.delay, this.dueAt, traits);
	}

	/** The same job with other details. */
	public NewJob withDetails(JobDetails details) {
		return new NewJob(this.id, this.queue, details, this.delay, this.dueAt, this.traits);
	}

	/**
	 * The same job in a flow.
	 * @param place its place
	 * @param notAfter the last moment at which it is inserted, {@code null} for no limit
	 */
	public NewJob inFlow(FlowPlace place, @Nullable Instant notAfter) {
		return withDetails(this.details.withFlow(place))
			.withTraits(this.traits.withFlow(new FlowTrait(place, notAfter)));
	}

	public String task() {
		return this.details.task();
	}

	public String payload() {
		return this.details.payload();
	}

	public Map<String, String> headers() {
		return this.details.headers();
	}

	public int priority() {
		return this.details.priority();
	}

	public @Nullable Integer maxRetries() {
		return this.details.maxRetries();
	}

	public @Nullable Duration timeout() {
		return this.details.timeout();
	}

	public @Nullable String correlationId() {
		return this.details.correlationId();
	}

	/**
	 * The job without its id and queue, as text. Another release may read it: fields can
	 * be added, but none may change.
	 */
	public String write() {
		List<StoredFields.Field> due = new ArrayList<>(0);
		if (this.delay != null) {
			due.add(new StoredFields.Field(DELAY, Long.toString(this.delay.toMillis())));
		}
		if (this.dueAt != null) {
			due.add(new StoredFields.Field(DUE, Long.toString(this.dueAt.toEpochMilli())));
		}
		addTraits(this.traits, due);
		return this.details.write(due.isEmpty() ? StoredFields.NONE : new StoredFields(due));
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
