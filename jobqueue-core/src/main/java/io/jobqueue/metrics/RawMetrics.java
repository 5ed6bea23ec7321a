package io.jobqueue.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

import io.jobqueue.JobQueueException;
import io.jobqueue.raw.RawMover;
import io.jobqueue.raw.RawQueue;
import io.jobqueue.raw.RawQueues;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.raw.RawState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.jspecify.annotations.Nullable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Meters of raw queues. Sizes are read behind each sample of queues, one call for each
 * raw queue.
 */
public final class RawMetrics implements MeterBinder {

	private static final Logger logger = LoggerFactory.getLogger(RawMetrics.class);

	private static final String TAG = "raw";

	private final RawQueues queues;

	private final @Nullable RawMover mover;

	private final QueueSampler sampler;

	private volatile Map<String, RawState> states = Map.of();

	/**
	 * Create a binder.
	 * @param queues the raw queues of this application
	 * @param mover moves their items, {@code null} in an application without a worker
	 * @param sampler decides when to read
	 */
	public RawMetrics(RawQueues queues, @Nullable RawMover mover, QueueSampler sampler) {
		this.queues = queues;
		this.mover = mover;
		this.sampler = sampler;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		if (this.queues.all().isEmpty()) {
			return;
		}
		this.sampler.onSample(this::read);
		for (RawQueue queue : this.queues.all()) {
			String name = queue.name();
			gauge("jobqueue.raw.size", name, RawState::size).description("Items that have not become jobs yet")
				.register(registry);
			gauge("jobqueue.raw.dead", name, RawState::dead).description("Items that are kept and cannot become jobs")
				.register(registry);
			if (this.mover != null) {
				FunctionCounter.builder("jobqueue.raw.moved", this.mover, (mover) -> mover.moved(name))
					.description("Items that this application has turned into jobs")
					.tag(TAG, name)
					.register(registry);
			}
		}
	}

	private void read(Set<String> names) {
		Map<String, RawState> read = new HashMap<>();
		if (!names.isEmpty()) {
			this.queues.all().forEach((queue) -> read(queue, read));
		}
		this.states = Map.copyOf(read);
	}

	private void read(RawQueue queue, Map<String, RawState> read) {
		try {
			read.put(queue.name(), this.queues.sizes(queue));
		}
		catch (StoreUnavailableException ex) {
			throw ex;
		}
		catch (JobQueueException ex) {
			// The mover logs it.
			logger.debug("Raw queue '{}' cannot be read", queue.name(), ex);
		}
	}

	private Gauge.Builder<RawMetrics> gauge(String name, String queue, ToDoubleFunction<RawState> value) {
		return Gauge.builder(name, this, (self) -> {
			// Read by a scrape: the next sample is wanted.
			self.sampler.sample();
			RawState state = self.states.get(queue);
			return (state != null) ? value.applyAsDouble(state) : Double.NaN;
		}).tag(TAG, queue);
	}

}
