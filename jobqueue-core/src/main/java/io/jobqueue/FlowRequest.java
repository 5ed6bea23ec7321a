package io.jobqueue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The jobs of a flow and what follows them. Immutable. {@link JobDispatcher#batch} and
 * {@link JobDispatcher#chain} make one step by step.
 *
 * @param name its name, by which people find it, {@code null} for none; from 1 to 200
 * characters without control characters
 * @param stages the jobs of each stage; a stage starts when all jobs of the one before
 * have succeeded
 * @param onSuccess dispatched when all jobs have succeeded, {@code null} for none
 * @param onFailure dispatched when all jobs have ended and some did not succeed,
 * {@code null} for none
 * @param onComplete dispatched when all jobs have ended, in whatever way, {@code null}
 * for none
 */
public record FlowRequest(@Nullable String name, List<List<JobRequest>> stages, @Nullable JobRequest onSuccess,
		@Nullable JobRequest onFailure, @Nullable JobRequest onComplete) {

	/** The maximum number of stages. */
	public static final int MOST_STAGES = 1_000;

	/** The maximum number of jobs of all stages together. */
	public static final int MOST_JOBS = 1_000_000;

	/**
	 * Create a request.
	 * @throws InvalidJobException if the name is none, there are too many stages or jobs,
	 * or a request is {@code null}
	 */
	public FlowRequest {
		if (name != null) {
			Limits.requireFlowName("The name of a flow", name);
		}
		if (stages.isEmpty()) {
			throw new InvalidJobException("A flow needs at least one stage: give it a collection of requests");
		}
		if (stages.size() > MOST_STAGES) {
			throw new InvalidJobException("A flow has at most %,d stages, but %,d were given: let a job of the last"
				.formatted(MOST_STAGES, stages.size()) + " stage dispatch the next flow");
		}
		List<List<JobRequest>> copy = new ArrayList<>(stages.size());
		long jobs = 0;
		for (List<JobRequest> stage : stages) {
			jobs += stage.size();
			copy.add(copyOf(stage));
		}
		if (jobs > MOST_JOBS) {
			throw new InvalidJobException(
					"A flow has at most %,d jobs, but %,d were given: divide them into several flows"
						.formatted(MOST_JOBS, jobs));
		}
		stages = List.copyOf(copy);
	}

	/** A flow of one stage without anything that follows. */
	static FlowRequest of(Collection<JobRequest> jobs) {
		return new FlowRequest(null, List.of(copyOf(jobs)), null, null, null);
	}

	private static List<JobRequest> copyOf(@Nullable Collection<JobRequest> jobs) {
		List<JobRequest> copy = new ArrayList<>(Limits.requirePresent("The collection of requests", jobs));
		for (int i = 0; i < copy.size(); i++) {
			if (copy.get(i) == null) {
				throw new InvalidJobException("Request %d of %d is null".formatted(i + 1, copy.size()));
			}
		}
		return List.copyOf(copy);
	}

	FlowRequest withName(String name) {
		return new FlowRequest(Limits.requireFlowName("The name of a flow", name), this.stages, this.onSuccess,
				this.onFailure, this.onComplete);
	}

	FlowRequest withStage(Collection<JobRequest> jobs) {
		List<List<JobRequest>> more = new ArrayList<>(this.stages);
		more.add(copyOf(jobs));
		return new FlowRequest(this.name, more, this.onSuccess, this.onFailure, this.onComplete);
	}

	FlowRequest withOnSuccess(JobRequest job) {
		requireFirst("onSuccess", this.onSuccess, job);
		return new FlowRequest(this.name, this.stages, job, this.onFailure, this.onComplete);
	}

	FlowRequest withOnFailure(JobRequest job) {
		requireFirst("onFailure", this.onFailure, job);
		return new FlowRequest(this.name, this.stages, this.onSuccess, job, this.onComplete);
	}

	FlowRequest withOnComplete(JobRequest job) {
		requireFirst("onComplete", this.onComplete, job);
		return new FlowRequest(this.name, this.stages, this.onSuccess, this.onFailure, job);
	}

	private static void requireFirst(String name, @Nullable JobRequest before, @Nullable JobRequest job) {
		Limits.requirePresent("The request of " + name, job);
		if (before != null) {
			throw new InvalidJobException(
					"A flow has one job for %s, but two were given: dispatch the second in the handler of the first"
						.formatted(name));
		}
	}

}
