package io.jobqueue.management;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.jobqueue.BulkResult;
import io.jobqueue.DurationText;
import io.jobqueue.FlowId;
import io.jobqueue.InvalidJobException;
import io.jobqueue.JobId;
import io.jobqueue.JobOperator;
import io.jobqueue.JobQuery;
import io.jobqueue.JobSchedules;
import io.jobqueue.JobStateException;
import io.jobqueue.JobStatus;
import io.jobqueue.Limit;
import io.jobqueue.Names;
import io.jobqueue.OperatorEvent;
import io.jobqueue.UniqueKey;
import io.jobqueue.event.JobEvents;
import io.jobqueue.event.PublishedActions;
import io.jobqueue.flow.FlowOptions;
import io.jobqueue.flow.JobFlows;
import io.jobqueue.management.drain.WorkerDraining;
import io.jobqueue.raw.RawQueues;
import io.jobqueue.store.JobActions;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UniqueKeys;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.job.UniqueTrait;
import io.jobqueue.store.limit.LimitName;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.store.limit.QueueRulesStore;

import org.jspecify.annotations.Nullable;

/** Changes jobs, queues and schedules in a store. */
public final class StoreJobOperator implements JobOperator {

	private static final Duration SHORTEST_HOLD = Duration.ofMillis(1);

	private static final Duration LONGEST_HOLD = Duration.ofDays(1);

	private final StoreBackend store;

	private final JobActions actions;

	private final BulkOperation bulk;

	private final Supplier<JobSchedules> schedules;

	private final RawQueues rawQueues;

	private final JobFlows flows;

	private final JobEvents events;

	/**
	 * Create an operator.
	 * @param store where jobs are stored
	 * @param schedules the schedules, first read when one is to be changed
	 */
	public StoreJobOperator(StoreBackend store, Supplier<JobSchedules> schedules) {
		this(store, schedules, new RawQueues(store, List.of()),
				new JobFlows(store, FlowOptions.DEFAULT, JobEvents.NONE), JobEvents.NONE);
	}

	/**
	 * Create an operator of an application with raw queues, flows and listeners.
	 * @param rawQueues the raw queues
	 * @param flows the flows of that store
	 * @param events receives what is changed; the flows and the schedules publish their
	 * own changes
	 */
	public StoreJobOperator(StoreBackend store, Supplier<JobSchedules> schedules, RawQueues rawQueues, JobFlows flows,
			JobEvents events) {
		this.rawQueues = rawQueues;
		this.flows = flows;
		this.schedules = schedules;
		this.store = store;
		this.events = events;
		this.actions = new PublishedActions(store.actions(), events);
		this.bulk = new BulkOperation(store, this.actions);
	}

	@Override
	public boolean cancel(JobId id) {
		JobStatus status = this.actions.cancel(requireId(id));
		return status != null && JobAction.CANCEL.allows(status);
	}

	@Override
	public boolean cancel(FlowId id) {
		return this.flows.cancel(requireId(id));
	}

	@Override
	public boolean requeue(JobId id) {
		JobStatus status = this.actions.requeue(requireId(id));
		if (status != null && !JobAction.REQUEUE.allows(status)) {
			throw new JobStateException(
					"Job '%s' is %s, and only an ended job can be requeued: wait for its end, or cancel it first"
						.formatted(id, status));
		}
		return status != null;
	}

	@Override
	public boolean runNow(JobId id) {
		JobStatus status = this.actions.runNow(requireId(id));
		if (status != null && !JobAction.RUN_NOW.allows(status)) {
			throw new JobStateException("Job '%s' is %s, and only a job that is SCHEDULED or RETRY can be run now: %s"
				.formatted(id, status, wayOut(status)));
		}
		return status != null;
	}

	private static String wayOut(JobStatus status) {
		if (status.isEnd()) {
			return "requeue it";
		}
		return (status == JobStatus.STARTED) ? "it runs already"
				: "it starts once a worker is free, and no pause or limit holds it back";
	}

	@Override
	public boolean delete(JobId id) {
		JobStatus status = this.actions.delete(requireId(id));
		if (status != null && !JobAction.DELETE.allows(status)) {
			throw new JobStateException(
					"Job '%s' is STARTED, and a running job cannot be deleted: cancel it first".formatted(id));
		}
		return status != null;
	}

	@Override
	public BulkResult cancel(JobQuery query, Consumer<BulkResult> progress) {
		return this.bulk.run(JobAction.CANCEL, requireQuery(query), progress);
	}

	@Override
	public BulkResult requeue(JobQuery query, Consumer<BulkResult> progress) {
		if (isOfAll(query)) {
			throw new InvalidJobException("A query of all statuses would run every job again that has ended, also those"
					+ " that succeeded: say which are meant, by JobQuery.deadLetters() or withStatus(…)");
		}
		return this.bulk.run(JobAction.REQUEUE, query, progress);
	}

	@Override
	public BulkResult runNow(JobQuery query, Consumer<BulkResult> progress) {
		return this.bulk.run(JobAction.RUN_NOW, requireQuery(query), progress);
	}

	@Override
	public BulkResult delete(JobQuery query, Consumer<BulkResult> progress) {
		if (isOfAll(query)) {
			throw new InvalidJobException("A query of all statuses would delete every job that does not run, also dead"
					+ " letters: say which are meant, by withStatus(…), or delete those that wait by purge(queue)");
		}
		return this.bulk.run(JobAction.DELETE, query, progress);
	}

	static FlowId requireId(FlowId id) {
		return Objects.requireNonNull(id, "The id of a flow must not be null");
	}

	static JobId requireId(JobId id) {
		return Objects.requireNonNull(id, "The id of a job must not be null");
	}

	static JobQuery requireQuery(JobQuery query) {
		return Objects.requireNonNull(query, "The query of jobs must not be null");
	}

	private static boolean isOfAll(JobQuery query) {
		return requireQuery(query).statuses().size() == JobStatus.values().length;
	}

	@Override
	public void pause(String queue) {
		this.actions.pause(Names.requireQueue(queue));
	}

	@Override
	public void resume(String queue) {
		this.actions.resume(Names.requireQueue(queue));
	}

	@Override
	public boolean pauseSchedule(String name) {
		return this.schedules.get().pause(name);
	}

	@Override
	public boolean resumeSchedule(String name) {
		return this.schedules.get().resume(name);
	}

	@Override
	public JobId triggerSchedule(String name) {
		return this.schedules.get().trigger(name);
	}

	@Override
	public Optional<JobId> releaseKey(String queue, String task, String key) {
		return release(queue, UniqueTrait.nameOfTask(Names.requireTask(task), requireKey(key)));
	}

	@Override
	public Optional<JobId> releaseKey(String queue, String key) {
		return release(queue, UniqueTrait.nameInQueue(requireKey(key)));
	}

	private static String requireKey(String key) {
		return Objects.requireNonNull(UniqueKey.of(key).key());
	}

	private Optional<JobId> release(String queue, String name) {
		Optional<JobId> owner = Optional
			.ofNullable(this.store.part(UniqueKeys.class).release(Names.requireQueue(queue), name));
		owner.ifPresent((id) -> this.events.publish(new OperatorEvent.KeyReleased(queue, id)));
		return owner;
	}

	@Override
	public long purge(String queue) {
		JobStatus[] waiting = Arrays.stream(JobStatus.values()).filter(JobStatus::isWaiting).toArray(JobStatus[]::new);
		return delete(JobQuery.all().inQueue(queue).withStatus(waiting));
	}

	@Override
	public void limit(String queue, String name, @Nullable Limit limit) {
		LimitName.require(name);
		this.store.part(QueueRulesStore.class)
			.update(Names.requireQueue(queue), (rules) -> rules.withOperatorLimit(name, limit));
		this.events.publish(new OperatorEvent.LimitChanged(queue, name, limit));
	}

	@Override
	public void holdBack(String queue, String limit, Duration time) {
		Objects.requireNonNull(time, "The time to hold jobs back must not be null");
		if (time.compareTo(SHORTEST_HOLD) < 0 || time.compareTo(LONGEST_HOLD) > 0) {
			throw new InvalidJobException(
					"Jobs are held back for 1ms to 1d, but the time was %s: for a longer time, pause the queue or set the limit to 0"
						.formatted(DurationText.of(time)));
		}
		Names.requireQueue(queue);
		LimitName.require(limit);
		if (LimitName.isOfTask(limit) && !this.store.part(QueueRulesStore.class).rules(queue).hasBound(limit)) {
			throw new InvalidJobException(
					"No job of queue '%s' is under the limit '%s', because it has no bound there: set one by JobOperator.limit, or hold the queue back"
						.formatted(queue, limit));
		}
		this.store.part(LimitStore.class).holdBack(queue, limit, time);
		this.events.publish(new OperatorEvent.HeldBack(queue, limit, time));
	}

	@Override
	public boolean drainWorker(String worker) {
		return new WorkerDraining(this.store, this.events).change(worker, true);
	}

	@Override
	public boolean resumeWorker(String worker) {
		return new WorkerDraining(this.store, this.events).change(worker, false);
	}

	@Override
	public void pushRaw(String name, Collection<String> items) {
		this.rawQueues.push(name, items);
	}

}
