package io.jobqueue.metrics;

import java.util.List;
import java.util.Locale;

import io.jobqueue.FlowStatus;
import io.jobqueue.flow.JobFlows;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.flow.FlowStore;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of flows. How many are open is read behind each sample of queues, by one call.
 */
public final class FlowMetrics implements MeterBinder {

	private static final List<FlowStatus> ENDS = List.of(FlowStatus.SUCCESS, FlowStatus.FAILED, FlowStatus.CANCELLED,
			FlowStatus.ABANDONED);

	private final JobFlows flows;

	private final StoreBackend store;

	private final QueueSampler sampler;

	private volatile double open = Double.NaN;

	/**
	 * Create a binder.
	 * @param flows the flows of this application
	 * @param store has the flows; without that part nothing is read
	 * @param sampler decides when to read
	 */
	public FlowMetrics(JobFlows flows, StoreBackend store, QueueSampler sampler) {
		this.flows = flows;
		this.store = store;
		this.sampler = sampler;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (FlowStatus status : ENDS) {
			FunctionCounter.builder("jobqueue.flows.ended", this.flows, (flows) -> flows.ended(status))
				.description("Flows that have ended, as this application noticed it")
				.tag("status", status.name().toLowerCase(Locale.ROOT))
				.register(registry);
		}
		try {
			bindOpen(this.store.part(FlowStore.class), registry);
		}
		catch (UnsupportedStorePartException ex) {
			// The store of the application has no flows.
		}
	}

	private void bindOpen(FlowStore stored, MeterRegistry registry) {
		this.sampler.onSample((queues) -> this.open = queues.isEmpty() ? Double.NaN : (double) stored.countLiving());
		Gauge.builder("jobqueue.flows.open", this, (self) -> {
			// Read by a scrape: the next sample is wanted.
			self.sampler.sample();
			return self.open;
		}).description("Flows that have not ended").register(registry);
	}

}
