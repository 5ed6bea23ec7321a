package io.jobqueue.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.jobqueue.FlowContext;
import io.jobqueue.FlowId;
import io.jobqueue.FlowInfo;
import io.jobqueue.FlowRequest;
import io.jobqueue.InvalidJobException;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStateException;
import io.jobqueue.JobStatus;
import io.jobqueue.serialization.TextScope;
import io.jobqueue.store.flow.FlowEnd;
import io.jobqueue.store.flow.StoredPlace;
import io.jobqueue.store.job.FlowPlace;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;

import org.jspecify.annotations.Nullable;

/**
 * The flow of a running job.
 *
 * @param parts what it uses
 * @param place the place of the job
 * @param job the id of the job
 * @param running throws an exception if the attempt has ended
 */
record JobFlow(WorkerFlows.Parts parts, FlowPlace place, JobId job, Runnable running) implements FlowContext {

	private static final int PAGE = 200;

	@Override
	public FlowId id() {
		return this.place.flow();
	}

	@Override
	public FlowInfo info() {
		return this.parts.flows()
			.find(id())
			.orElseThrow(() -> new JobStateException(
					"Flow '%s' of job '%s' is no longer kept: raise 'jobqueue.retention'".formatted(id(), this.job)));
	}

	@Override
	public List<JobId> add(JobRequest @Nullable ... requests) {
		return add(Arrays.asList(requirePresent("The requests for", requests, "")));
	}

	@Override
	public List<JobId> add(@Nullable List<JobRequest> requests) {
		this.running.run();
		if (!this.place.isMember()) {
			throw new JobStateException(
					"Job '%s' follows flow '%s' and is no member of it, so it cannot add jobs: dispatch another flow"
						.formatted(this.job, id()));
		}
		List<NewJob> jobs = requirePresent(requests).stream().map(this.parts.preparation()).toList();
		jobs.forEach(FlowKeys::requireKeep);
		FlowUpdates flows = this.parts.flows().updates();
		FlowInsertion insertion = this.parts.flows().insertion(flows);
		List<JobId> ids = new ArrayList<>(jobs.size());
		flows.store().together(() -> {
			ids.clear();
			requireOpen(flows, jobs.size());
			for (List<NewJob> chunk : PreparedFlow.chunks(jobs)) {
				List<InsertResult> results = insertion.add(id(), chunk, Function.identity());
				for (int i = 0; i < chunk.size(); i++) {
					JobId owner = results.get(i).owner();
					ids.add((owner != null) ? owner : chunk.get(i).id());
				}
			}
			return ids;
		});
		return List.copyOf(ids);
	}

	private List<JobRequest> requirePresent(@Nullable List<JobRequest> requests) {
		List<JobRequest> present = requirePresent("The requests for", requests, "");
		int number = 0;
		for (JobRequest each : present) {
			number++;
			if (each == null) {
				throw new InvalidJobException("Request %d of %d is null".formatted(number, present.size()));
			}
		}
		return present;
	}

	private <T> T requirePresent(String what, @Nullable T value, String remedy) {
		if (value == null) {
			throw new InvalidJobException("%s flow '%s' must not be null%s".formatted(what, id(), remedy));
		}
		return value;
	}

	private void requireOpen(FlowUpdates flows, int more) {
		FlowUpdates.Seen seen = flows.find(id());
		if (seen == null || seen.state().status().isOver()) {
			throw FlowInsertion.over(id());
		}
		if (seen.state().jobs() + (long) more > FlowRequest.MOST_JOBS) {
			throw new InvalidJobException(
					"Flow '%s' has %,d jobs, so that %,d more exceed the maximum of %,d: dispatch another flow"
						.formatted(id(), seen.state().jobs(), more, FlowRequest.MOST_JOBS));
		}
	}

	@Override
	public <T> List<@Nullable T> results(@Nullable Class<T> type) {
		Class<T> of = requirePresent("The type of the results of", type, ": use Object.class for any");
		List<@Nullable T> results = new ArrayList<>();
		List<StoredPlace> page;
		do {
			page = this.parts.flows().updates().store().places(id(), results.size(), PAGE);
			Map<JobId, JobInfo> jobs = this.parts.flows()
				.store()
				.queries()
				.find(page.stream().map(StoredPlace::job).toList());
			for (StoredPlace each : page) {
				results.add(result(each, jobs.get(each.job()), of));
			}
		}
		while (page.size() == PAGE);
		if (results.isEmpty()) {
			info();
		}
		return results;
	}

	@SuppressWarnings("unchecked")
	private <T> @Nullable T result(StoredPlace at, @Nullable JobInfo found, Class<T> type) {
		if (at.end() == FlowEnd.SKIPPED) {
			return null;
		}
		if (found == null) {
			throw new JobStateException(("Job '%s' of flow '%s' is no longer kept, so its result cannot be read: raise "
					+ "'jobqueue.retention', or let the jobs store their results elsewhere")
				.formatted(at.job(), id()));
		}
		if (found.status() != JobStatus.SUCCESS) {
			throw new JobStateException("Job '%s' of flow '%s' is %s and has no result: read results when all have "
				.formatted(at.job(), id(), found.status()) + "succeeded");
		}
		return (found.result() != null)
				? (T) this.parts.serializer().within(TextScope.result(found.task())).read(found.result(), type) : null;
	}

}
