package io.jobqueue.store.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.jobqueue.UniqueKey;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;
import io.jobqueue.store.support.MonotonicIds;

import org.jspecify.annotations.Nullable;

/**
 * A job to insert, described by what is special about it, with an id as of the
 * dispatcher.
 */
final class JobSpec {

	private static final MonotonicIds ids = new MonotonicIds(InstantSource.system());

	private final String queue;

	private String task = "greet";

	private String payload = "{\"name\":\"Ada\"}";

	private Map<String, String> headers = Map.of();

	private @Nullable UniqueTrait unique;

	private int priority;

	private @Nullable Duration delay;

	private @Nullable Instant dueAt;

	private @Nullable Integer maxRetries;

	private List<String> limits = List.of();

	private List<String> tags = List.of();

	private JobSpec(String queue) {
		this.queue = queue;
	}

	static JobSpec in(String queue) {
		return new JobSpec(queue);
	}

	JobSpec task(String task) {
		this.task = task;
		return this;
	}

	JobSpec payload(String payload) {
		this.payload = payload;
		return this;
	}

	JobSpec headers(Map<String, String> headers) {
		this.headers = headers;
		return this;
	}

	/** With a unique key of its task. */
	JobSpec unique(UniqueKey key) {
		this.unique = UniqueTrait.of(key, this.task, Objects.requireNonNull(key.key()));
		return this;
	}

	JobSpec priority(int priority) {
		this.priority = priority;
		return this;
	}

	JobSpec delay(Duration delay) {
		this.delay = delay;
		return this;
	}

	JobSpec dueAt(Instant dueAt) {
		this.dueAt = dueAt;
		return this;
	}

	JobSpec maxRetries(int maxRetries) {
		this.maxRetries = maxRetries;
		return this;
	}

	JobSpec limits(String... names) {
		this.limits = List.of(names);
		return this;
	}

	JobSpec tags(String... tags) {
		this.tags = List.of(tags);
		return this;
	}

	NewJob build() {
		return new NewJob(ids.next(this.queue), this.queue,
				JobDetails.of(this.task, this.payload)
					.withHeaders(this.headers)
					.withPriority(this.priority)
					.withMaxRetries(this.maxRetries)
					.withTimeout(Duration.ofSeconds(90))
					.withCorrelationId("corr-1"),
				this.delay, this.dueAt,
				JobTraits.NONE.withLimits(this.limits).withUnique(this.unique).withTags(this.tags));
	}

}
