package io.jobqueue.metrics;

import java.util.List;
import java.util.Locale;

import io.jobqueue.FlowStatus;
import io.jobqueue.flow.JobFlows;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Meters of flows. */
public final class FlowMetrics implements MeterBinder {

	private static final List<FlowStatus> ENDS = List.of(FlowStatus.SUCCESS, FlowStatus.FAILED, FlowStatus.CANCELLED,
			FlowStatus.ABANDONED);

	private final JobFlows flows;

	/**
	 * Create a binder.
	 * @param flows the flows of this application
	 */
	public FlowMetrics(JobFlows flows) {
		this.flows = flows;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (FlowStatus status : ENDS) {
			FunctionCounter.builder("jobqueue.flows.ended", this.flows, (flows) -> flows.ended(status))
				.description("Flows that have ended, as this application noticed it")
				.tag("status", status.name().toLowerCase(Locale.ROOT))
				.register(registry);
		}
	}

}
