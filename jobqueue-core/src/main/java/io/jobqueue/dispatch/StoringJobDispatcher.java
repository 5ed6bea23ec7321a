package io.jobqueue.dispatch;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.jobqueue.DispatchResult;
import io.jobqueue.InvalidJobException;
import io.jobqueue.InvalidPayloadException;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobId;
import io.jobqueue.JobRequest;
import io.jobqueue.PayloadException;
import io.jobqueue.UnknownTaskException;
import io.jobqueue.payload.StoredPayloads;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UniqueKeys;
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
		this.sending = sending(new JobInserts(store, hooks.events(), new RoomWait(options.blockTimeouts())),
				options.transaction());
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

	private List<DispatchResult> dispatch(Collection<JobRequest> requests) {
		List<NewJob> jobs = new ArrayList<>(requests.size());
		for (@Nullable
		JobRequest request : requests) {
			jobs.add(prepare(request, jobs.size() + 1, requests.size()));
		}
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

	private NewJob prepare(@Nullable JobRequest request, int number, int count) {
		if (request == null) {
			throw new InvalidJobException("Request %d of %d is null".formatted(number, count));
		}
		try {
			return requireLimits(this.preparation.prepare(request));
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
	private static Sending sending(JobInserts inserts, DispatchTransaction transaction) {
		return ClassUtils.isPresent(SYNCHRONIZATIONS, StoringJobDispatcher.class.getClassLoader())
				? new TransactionalSending(inserts, transaction) : inserts::store;
	}

	/** Decides when prepared jobs are sent to the store. */
	@FunctionalInterface
	interface Sending {

		/**
		 * Send jobs, now or later.
		 * @param jobs at least one
		 * @return what came of each, in the same order
		 * @throws io.jobqueue.InvalidJobException if a job cannot be sent later; then
		 * none was sent
		 */
		List<DispatchResult> send(List<NewJob> jobs);

	}

}
