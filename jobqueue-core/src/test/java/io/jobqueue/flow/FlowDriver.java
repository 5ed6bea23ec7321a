package io.jobqueue.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.jobqueue.FlowId;
import io.jobqueue.event.JobEvents;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;

/** Does by one call each what dispatchers and workers do with flows, in short times. */
public final class FlowDriver {

	public static final FlowOptions SHORT = new FlowOptions(Duration.ofMillis(200), Duration.ofMillis(200),
			Duration.ofMillis(120), Duration.ofMillis(20), Duration.ofDays(1), Duration.ofDays(1), 1_000);

	/**
	 * For flows that are created without a process that dies, however slow the machine
	 * is.
	 */
	private static final FlowOptions PATIENT = new FlowOptions(SHORT.abandonAfter(), SHORT.auditAfter(),
			Duration.ofSeconds(30), SHORT.clockMargin(), SHORT.keepEnded(), SHORT.keepFailed(), SHORT.mostEnded());

	private final StoreBackend store;

	private final JobFlows flows;

	private final FlowOptions options;

	public FlowDriver(StoreBackend store) {
		this(store, SHORT);
	}

	public FlowDriver(StoreBackend store, FlowOptions options) {
		this(store, options, JobEvents.NONE);
	}

	public FlowDriver(StoreBackend store, FlowOptions options, JobEvents events) {
		this.store = store;
		this.options = options;
		this.flows = new JobFlows(store, options, events);
	}

	/** One whose inserts may take long. */
	public static FlowDriver patient(StoreBackend store) {
		return patient(store, JobEvents.NONE);
	}

	public static FlowDriver patient(StoreBackend store, JobEvents events) {
		return new FlowDriver(store, PATIENT, events);
	}

	public JobFlows flows() {
		return this.flows;
	}

	public void create(PreparedFlow flow) {
		this.flows.create(flow, (jobs) -> this.store.intake().insert(jobs, Admission.WITHIN_SIZE));
	}

	/** Relay what has ended in a queue. */
	public boolean relay(String queue) {
		return this.flows.upkeep().relay().relay(queue) != FlowRelay.Rest.NONE;
	}

	/** Look at the flows that are due. */
	public int upkeep() {
		return this.flows.upkeep().runOnce();
	}

	public int prune() {
		int before = this.flows.list(null, 1_000).flows().size();
		this.flows.upkeep().prune();
		return before - this.flows.list(null, 1_000).flows().size();
	}

	/** Add jobs, as a member does. */
	public List<InsertResult> add(FlowId flow, List<NewJob> jobs) {
		FlowUpdates updates = this.flows.updates();
		List<InsertResult> results = new ArrayList<>();
		updates.store().together(() -> {
			results.clear();
			PreparedFlow.chunks(jobs)
				.forEach(
						(chunk) -> results.addAll(this.flows.insertion(updates).add(flow, chunk, Function.identity())));
			return results;
		});
		return results;
	}

	/** Add the place of a job and never insert it. */
	public void addWithoutInsert(FlowId flow, NewJob job) {
		FlowUpdates updates = this.flows.updates();
		try {
			new FlowInsertion(updates, (jobs) -> {
				throw new IllegalStateException("on purpose");
			}).add(flow, List.of(job), Function.identity());
		}
		catch (IllegalStateException ex) {
			return;
		}
		throw new AssertionError("The job was inserted");
	}

}
