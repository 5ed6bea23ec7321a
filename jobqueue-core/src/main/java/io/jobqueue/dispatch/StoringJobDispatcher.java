package io.jobqueue.dispatch;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.jobqueue.DispatchResult;
import io.jobqueue.FlowBuilder;
import io.jobqueue.FlowId;
import io.jobqueue.FlowRequest;
import io.jobqueue.InvalidJobException;
import io.jobqueue.InvalidPayloadException;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobId;
import io.jobqueue.JobRequest;
import io.jobqueue.PayloadException;
import io.jobqueue.UnknownTaskException;
import io.jobqueue.flow.FlowKeys;
import io.jobqueue.flow.FlowOptions;
import io.jobqueue.flow.JobFlows;
import io.jobqueue.flow.PreparedFlow;
import io.jobqueue.payload.StoredPayloads;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UniqueKeys;
import io.jobqueue.store.flow.FlowStore;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.task.TaskRegistry;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Dispatches into a store. All requests of a call are prepared and checked before the
 * first job is stored, and are sent to the store in one call. Inside a transaction that
 * Spring has bound to the thread, they are prepared and checked and get their ids
 * immediately. {@link DispatchTransaction} says when they are stored.
 */
public final class StoringJobDispatcher implements JobDispatcher {

	private static final String SYNCHRONIZATIONS = "org.springframework.transaction.support.TransactionSynchronizationManager";

	private final JobPreparation preparation;

	/** Jobs of flows keep their payloads: those of later stages do not exist yet. */
	private final JobPreparation preparationOfFlows;

	private final Sending sending;

	private final StoredPayloads payloads;

	private final StoreBackend store;

	/**
	 * Create a dispatcher.
	 * @param store where jobs are stored
	 * @param tasks the tasks of this application
	 * @param serializer writes payloads
	 * @param options the limits
	 * @param hooks the extensions that take part
	 * @param clock for ids, and for the check of distant times
	 */
	public StoringJobDispatcher(StoreBackend store, TaskRegistry tasks, JobSerializer serializer,
			DispatchOptions options, DispatchHooks hooks, InstantSource clock) {
		this.store = store;
		this.payloads = hooks.payloads();
		DispatchOptions sizes = this.payloads.isActive() ? options.withAnySize() : options;
		this.preparation = new JobPreparation(tasks, new PayloadWriter(serializer, sizes, hooks.validator()),
				hooks.interceptors(), options.maxDelay(), clock);
		this.preparationOfFlows = this.payloads.isActive()
				? new JobPreparation(tasks, new PayloadWriter(serializer, options, hooks.validator()),
						hooks.interceptors(), options.maxDelay(), clock)
				: this.preparation;
		JobInserts inserts = new JobInserts(store, hooks.events(), new RoomWait(options.blockTimeouts()));
		FlowSending flows = new FlowSending(new JobFlows(store, FlowOptions.DEFAULT, hooks.events()), inserts);
		this.sending = sending(inserts, flows, options.transaction());
	}

	@Override
	public List<JobId> dispatchAll(Collection<JobRequest> requests) {
		if (requests == null) {
			throw new InvalidJobException("The collection of requests must not be null");
		}
		return dispatch(requests).stream().map(DispatchResult::id).toList();
	}

	@Override
	public DispatchResult tryDispatch(JobRequest request) {
		if (request == null) {
			throw new InvalidJobException("The request of a job must not be null");
		}
		return dispatch(List.of(request)).get(0);
	}

	@Override
	public FlowBuilder batch(Collection<JobRequest> jobs) {
		return new FlowBuilder(jobs, this::dispatch);
	}

	private FlowId dispatch(FlowRequest request) {
		this.store.part(FlowStore.class);
		List<List<NewJob>> stages = new ArrayList<>();
		request.stages().forEach((stage) -> stages.add(prepare(this.preparationOfFlows, stage)));
		PreparedFlow flow = PreparedFlow
			.of(this.preparation.flowId(), stages, follower(request.onSuccess()), follower(request.onFailure()),
					follower(request.onComplete()))
			.named(request.name());
		flow.jobs().forEach(FlowKeys::requireKeep);
		this.sending.send(flow);
		return flow.id();
	}

	private @Nullable NewJob follower(@Nullable JobRequest request) {
		return (request != null) ? prepare(this.preparationOfFlows, request, 1, 1) : null;
	}

	private List<NewJob> prepare(JobPreparation preparation, Collection<JobRequest> requests) {
		List<NewJob> jobs = new ArrayList<>(requests.size());
		for (@Nullable
		JobRequest request : requests) {
			jobs.add(prepare(preparation, request, jobs.size() + 1, requests.size()));
		}
		return jobs;
	}

	private List<DispatchResult> dispatch(Collection<JobRequest> requests) {
		List<NewJob> jobs = prepare(this.preparation, requests);
		if (jobs.isEmpty()) {
			return List.of();
		}
		if (jobs.stream().anyMatch((job) -> job.traits().unique() != null)) {
			// A store without it would ignore the keys.
			this.store.part(UniqueKeys.class);
		}
		// All are checked by now.
		jobs.replaceAll(this.payloads::keep);
		List<DispatchResult> results = this.sending.send(jobs);
		DispatchResults.requireNoDuplicate(jobs, results);
		return results;
	}

	/** A store that applies no limits would run the job without them. */
	private NewJob requireLimits(NewJob job) {
		if (!job.traits().limits().isEmpty()) {
			this.store.part(LimitStore.class);
		}
		return job;
	}

	private NewJob prepare(JobPreparation preparation, @Nullable JobRequest request, int number, int count) {
		if (request == null) {
			throw new InvalidJobException("Request %d of %d is null".formatted(number, count));
		}
		try {
			return requireLimits(preparation.prepare(request));
		}
		catch (InvalidPayloadException ex) {
			throw (count == 1) ? ex : ex.withMessage(numbered(ex, number, count));
		}
		catch (PayloadException ex) {
			throw (count == 1) ? ex : new PayloadException(numbered(ex, number, count), ex);
		}
		catch (UnknownTaskException ex) {
			throw (count == 1) ? ex : new UnknownTaskException(numbered(ex, number, count), ex);
		}
		catch (InvalidJobException ex) {
			throw (count == 1) ? ex : new InvalidJobException(numbered(ex, number, count), ex);
		}
	}

	private static String numbered(RuntimeException ex, int number, int count) {
		return "Request %d of %d: %s".formatted(number, count, ex.getMessage());
	}

	/** spring-tx is optional: without it there are no transactions to look for. */
	private static Sending sending(JobInserts inserts, FlowSending flows, DispatchTransaction transaction) {
		return ClassUtils.isPresent(SYNCHRONIZATIONS, StoringJobDispatcher.class.getClassLoader())
				? new TransactionalSending(inserts, flows, transaction) : new ImmediateSending(inserts, flows);
	}

	/** Without transactions. */
	private record ImmediateSending(JobInserts inserts, FlowSending flows) implements Sending {

		@Override
		public List<DispatchResult> send(List<NewJob> jobs) {
			return this.inserts.store(jobs);
		}

		@Override
		public void send(PreparedFlow flow) {
			this.flows.store(flow);
		}

	}

	/** Decides when prepared jobs are sent to the store. */
	interface Sending {

		/**
		 * Send jobs, now or later.
		 * @param jobs at least one
		 * @return what came of each, in the same order
		 * @throws io.jobqueue.InvalidJobException if a job cannot be sent later; then
		 * none was sent
		 */
		List<DispatchResult> send(List<NewJob> jobs);

		/**
		 * Send a flow, now or later.
		 * @throws io.jobqueue.InvalidJobException if it cannot be sent later
		 */
		void send(PreparedFlow flow);

	}

}
