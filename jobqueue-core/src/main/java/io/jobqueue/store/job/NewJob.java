package io.jobqueue.store.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.jobqueue.JobId;

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

}
