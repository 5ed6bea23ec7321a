package io.jobqueue.autoconfigure.actuate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.jobqueue.DurationText;
import io.jobqueue.autoconfigure.StoreHealthDetails;
import io.jobqueue.autoconfigure.worker.WorkerStatus;
import io.jobqueue.metrics.QueueSampler;
import io.jobqueue.metrics.QueueSampler.Sample;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Shows whether the store replies and the worker makes progress. It reads the last sample
 * and never calls the store, so a probe does not block if the store does. An outage that
 * is shorter than the grace does not justify a restart of the application. A queue
 * without progress does, if its worker has free capacity.
 */
final class JobQueueHealthIndicator extends AbstractHealthIndicator {

	private final QueueSampler sampler;

	private final Duration grace;

	private final InstantSource clock;

	private final WorkerStatus worker;

	private final List<StoreHealthDetails> store;

	JobQueueHealthIndicator(QueueSampler sampler, Duration grace, InstantSource clock, WorkerStatus worker,
			List<StoreHealthDetails> store) {
		super("The state of jobqueue could not be read");
		this.sampler = sampler;
		this.grace = grace;
		this.clock = clock;
		this.worker = worker;
		this.store = store;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Sample sample = this.sampler.sample();
		this.store.forEach((report) -> builder.withDetails(report.details()));
		builder.withDetail("lastContact", sample.lastContact().toString());
		builder.withDetail("containers", this.worker.containers());
		if (sample.error() != null) {
			builder.withDetail("storeError", sample.error());
		}
		Map<String, Duration> stalled = this.worker.stalled();
		if (!stalled.isEmpty()) {
			Map<String, String> lengths = new TreeMap<>();
			stalled.forEach((queue, length) -> lengths.put(queue, DurationText.ofMeasured(length)));
			builder.withDetail("stalled", lengths);
		}
		if (isStoreUnavailable() || !stalled.isEmpty()) {
			builder.down();
		}
		else if (this.worker.isDraining()) {
			builder.outOfService();
		}
		else {
			builder.up();
		}
	}

	/**
	 * Return whether the store was called and has not replied for longer than the grace.
	 * An old sample alone does not count: unused samples are read rarely.
	 */
	private boolean isStoreUnavailable() {
		Instant since = this.sampler.unansweredSince();
		return since != null && this.clock.instant().isAfter(since.plus(this.grace));
	}

}
