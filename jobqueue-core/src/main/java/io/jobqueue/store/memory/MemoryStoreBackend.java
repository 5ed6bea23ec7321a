package io.jobqueue.store.memory;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

import io.jobqueue.JobId;
import io.jobqueue.store.JobActions;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.JobIntake;
import io.jobqueue.store.JobMaintenance;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.StoreOutage;
import io.jobqueue.store.UniqueKeys;
import io.jobqueue.store.memory.audit.MemoryAudit;
import io.jobqueue.store.memory.drain.MemoryDrains;
import io.jobqueue.store.memory.notes.MemoryNotes;
import io.jobqueue.store.memory.raw.MemoryRawQueues;
import io.jobqueue.store.memory.raw.RawSteps;
import io.jobqueue.store.memory.stack.MemoryStackRequests;
import io.jobqueue.store.memory.statistics.MemoryStatistics;

import org.jspecify.annotations.Nullable;

/**
 * A store in the memory of one process, for tests and trials. It is also the reference
 * for the behaviour of every other store.
 */
public final class MemoryStoreBackend implements StoreBackend, UniqueKeys, AutoCloseable {

	private final MemoryStore store;

	private final StoreOutage outage = new StoreOutage();

	private final MemoryJobStore jobs;

	private final JobActions actions;

	private final JobMaintenance maintenance;

	private final JobQueries queries;

	private final MemoryLimits limits;

	private final MemorySchedules schedules;

	private final MemoryStatistics statistics;

	private final MemoryAudit audit;

	private final MemoryNotes notes;

	private final MemoryRawQueues rawQueues;

	private final MemoryStackRequests stacks;

	private final MemoryDrains drains;

	/**
	 * Create an empty store.
	 * @param clock the clock of the store
	 */
	public MemoryStoreBackend(InstantSource clock) {
		this.store = new MemoryStore(clock);
		this.jobs = new MemoryJobStore(this.store);
		this.actions = new MemoryJobActions(this.store);
		this.maintenance = new MemoryJobMaintenance(this.store);
		this.queries = new MemoryJobQueries(this.store);
		this.limits = new MemoryLimits(this.store);
		this.schedules = new MemorySchedules(this.store);
		this.statistics = new MemoryStatistics(clock);
		this.audit = new MemoryAudit(clock);
		this.notes = new MemoryNotes(this.store::withNotes);
		this.stacks = new MemoryStackRequests(clock, this.store.signal::requested);
		this.drains = new MemoryDrains(clock, this.store.signal::requested);
		this.rawQueues = new MemoryRawQueues(new RawSteps() {

			@Override
			public <T> T during(Function<Step, T> work) {
				return MemoryStoreBackend.this.jobs.during(work);
			}

		});
	}

	@Override
	public StoreOutage outage() {
		return this.outage;
	}

	@Override
	public JobIntake intake() {
		return this.jobs;
	}

	@Override
	public JobFeed feed() {
		return this.jobs;
	}

	@Override
	public JobActions actions() {
		return this.actions;
	}

	@Override
	public JobMaintenance maintenance() {
		return this.maintenance;
	}

	@Override
	public JobQueries queries() {
		return this.queries;
	}

	@Override
	public List<?> parts() {
		return List.of(this.limits, this.store.flows, this.schedules, this.statistics, this.audit, this.notes,
				this.rawQueues, this.stacks, this.drains);
	}

	@Override
	public QueueSignal signal() {
		return this.store.signal;
	}

	@Override
	public @Nullable JobId owner(String queue, String name) {
		try (MemoryStep step = this.store.begin()) {
			MemoryQueue known = this.store.queues.get(queue);
			return (known != null) ? known.ownerOf(name, step.now) : null;
		}
	}

	@Override
	public @Nullable JobId release(String queue, String name) {
		try (MemoryStep step = this.store.begin()) {
			MemoryQueue known = this.store.queues.get(queue);
			JobId owner = (known != null) ? known.ownerOf(name, step.now) : null;
			if (known != null) {
				known.keys.remove(name);
			}
			return owner;
		}
	}

	/** Refuse further jobs, because no worker would run them. */
	@Override
	public void close() {
		this.store.closed = true;
	}

}
