package io.jobqueue.dispatch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.jobqueue.DurationText;
import io.jobqueue.InvalidJobException;
import io.jobqueue.JobDispatchException;
import io.jobqueue.JobId;
import io.jobqueue.JobQueueException;
import io.jobqueue.JobStateException;
import io.jobqueue.flow.FlowOptions;
import io.jobqueue.flow.JobFlows;
import io.jobqueue.flow.PreparedFlow;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;

/** Stores flows, and publishes which of their jobs were stored. */
final class FlowSending {

	private final JobFlows flows;

	private final JobInserts inserts;

	FlowSending(JobFlows flows, JobInserts inserts) {
		this.flows = flows;
		this.inserts = inserts;
	}

	/**
	 * Store a flow.
	 * @throws JobDispatchException if the store did not store it, or its reply was lost
	 */
	void store(PreparedFlow flow) {
		// A transaction that the database rolls back for another one is repeated.
		Map<JobId, Insertion> done = new LinkedHashMap<>();
		create(flow, (jobs) -> {
			Insertion insertion = new Insertion(jobs, this.inserts.insert(jobs));
			done.put(jobs.get(0).id(), insertion);
			return insertion.results();
		});
		done.values().forEach(this.inserts::done);
	}

	/**
	 * Store a flow as part of the transaction of the caller.
	 * @param batch publishes the jobs after the commit
	 */
	void join(PreparedFlow flow, TransactionBatch batch) {
		create(flow, (jobs) -> {
			Insertion insertion = new Insertion(jobs, this.inserts.insert(jobs));
			batch.joined(insertion);
			return insertion.results();
		});
	}

	private void create(PreparedFlow flow, Function<List<NewJob>, List<InsertResult>> insert) {
		this.inserts.requireImmediate();
		try {
			this.flows.create(flow, insert);
		}
		catch (StoreUnavailableException ex) {
			throw failed(flow, "The store cannot be used", ex);
		}
		catch (JobStateException ex) {
			throw failed(flow, "The store was too slow", ex);
		}
	}

	private static JobDispatchException failed(PreparedFlow flow, String what, JobQueueException cause) {
		return new JobDispatchException(
				("%s, and flow '%s' was not dispatched; what was stored of it is cancelled after %s: %s").formatted(
						what, flow.id(), DurationText.of(FlowOptions.DEFAULT.abandonAfter()), cause.getMessage()),
				cause);
	}

	/** Refuse a flow for an outbox. */
	static InvalidJobException deferred() {
		return new InvalidJobException("A flow cannot go through the outbox, which stores single jobs: let a job that "
				+ "is dispatched through it dispatch the flow, or use a store in the same database");
	}

}
