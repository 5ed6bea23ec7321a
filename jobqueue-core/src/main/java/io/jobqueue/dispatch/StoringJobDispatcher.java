package io.jobqueue.dispatch;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobDispatchException;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobId;
import io.jobqueue.JobRequest;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.store.InsertResult;
import io.jobqueue.store.NewJob;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.StoreFullException;
import io.jobqueue.store.StoreUnavailableException;
import io.jobqueue.task.TaskRegistry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dispatches into a store. All requests of a call are prepared and checked before the
 * first is stored, and go to the store in one call.
 */
public final class StoringJobDispatcher implements JobDispatcher {

	private static final Logger logger = LoggerFactory.getLogger(StoringJobDispatcher.class);

	private final StoreBackend store;

	private final JobPreparation preparation;

	private final List<DispatchListener> listeners;

	/**
	 * Create a dispatcher.
	 * @param store where jobs go
	 * @param tasks the tasks of this application
	 * @param serializer writes payloads
	 * @param options what may be dispatched
	 * @param hooks who takes part
	 * @param clock for ids and for the check of far times
	 */
	public StoringJobDispatcher(StoreBackend store, TaskRegistry tasks, JobSerializer serializer,
			DispatchOptions options, DispatchHooks hooks, InstantSource clock) {
		this.store = store;
		this.preparation = new JobPreparation(tasks, new PayloadWriter(serializer, options), hooks.interceptors(),
				options.maxDelay(), clock);
		this.listeners = hooks.listeners();
	}

	@Override
	public List<JobId> dispatchAll(Collection<JobRequest> requests) {
		List<NewJob> jobs = new ArrayList<>(requests.size());
		for (@Nullable
		JobRequest request : requests) {
			if (request == null) {
				throw new InvalidJobException("Request %d of %d is null".formatted(jobs.size() + 1, requests.size()));
			}
			jobs.add(this.preparation.prepare(request));
		}
		if (!jobs.isEmpty()) {
			tell(jobs, insert(jobs));
		}
		return jobs.stream().map(NewJob::id).toList();
	}

	private List<InsertResult> insert(List<NewJob> jobs) {
		try {
			return this.store.jobs().insert(jobs);
		}
		catch (StoreFullException ex) {
			throw new JobDispatchException(refused(jobs, ex), ex);
		}
		catch (StoreUnavailableException ex) {
			throw new JobDispatchException("The store is away, and it is not known whether it took %s: %s"
				.formatted(describe(jobs), ex.getMessage()), ex);
		}
	}

	private String refused(List<NewJob> jobs, StoreFullException cause) {
		try {
			Set<JobId> stored = this.store.browser().find(jobs.stream().map(NewJob::id).toList()).keySet();
			return "The store is full; of %s it took %s: %s".formatted(describe(jobs),
					stored.isEmpty() ? "none" : stored.size() + " " + stored, cause.getMessage());
		}
		catch (StoreUnavailableException ex) {
			cause.addSuppressed(ex);
			return "The store is full, and it is not known how many of %s it took: %s".formatted(describe(jobs),
					cause.getMessage());
		}
	}

	private static String describe(List<NewJob> jobs) {
		NewJob first = jobs.get(0);
		return (jobs.size() == 1) ? "job '%s' of task '%s'".formatted(first.id(), first.task())
				: "the %d jobs from '%s' to '%s'".formatted(jobs.size(), first.id(), jobs.get(jobs.size() - 1).id());
	}

	private void tell(List<NewJob> jobs, List<InsertResult> results) {
		if (this.listeners.isEmpty()) {
			return;
		}
		Map<Group, Integer> counts = new LinkedHashMap<>();
		for (int i = 0; i < jobs.size(); i++) {
			if (results.get(i) == InsertResult.INSERTED) {
				counts.merge(new Group(jobs.get(i).queue(), jobs.get(i).task()), 1, Integer::sum);
			}
		}
		counts.forEach((group, count) -> this.listeners.forEach((listener) -> tell(listener, group, count)));
	}

	private static void tell(DispatchListener listener, Group group, int count) {
		try {
			listener.dispatched(group.queue(), group.task(), count);
		}
		catch (RuntimeException ex) {
			// The jobs are stored: a caller that saw this would dispatch them again.
			logger.warn("{} failed after {} jobs of task '{}' were stored in queue '{}'", listener.getClass().getName(),
					count, group.task(), group.queue(), ex);
		}
	}

	private record Group(String queue, String task) {
	}

}
