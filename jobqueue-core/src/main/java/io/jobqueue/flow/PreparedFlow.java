package io.jobqueue.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.jobqueue.FlowId;
import io.jobqueue.flow.state.FlowPlan;
import io.jobqueue.flow.state.Follower;
import io.jobqueue.store.job.NewJob;

import org.jspecify.annotations.Nullable;

/**
 * A flow whose jobs were checked and have their ids.
 *
 * @param id its id
 * @param name its name, {@code null} for none
 * @param stages the jobs of each stage
 * @param followers the jobs that follow it
 */
public record PreparedFlow(FlowId id, @Nullable String name, List<List<NewJob>> stages,
		Map<Follower, NewJob> followers) {

	/** In characters of payloads. */
	private static final int LARGEST_CHUNK = 1_000_000;

	public PreparedFlow {
		stages = List.copyOf(stages);
		followers = Map.copyOf(followers);
	}

	/**
	 * Create a flow.
	 * @param id its id
	 * @param stages the jobs of each stage
	 * @param onSuccess the job that follows its success, {@code null} for none
	 * @param onFailure the job that follows its failure, {@code null} for none
	 * @param onComplete the job that follows its end, {@code null} for none
	 */
	public static PreparedFlow of(FlowId id, List<List<NewJob>> stages, @Nullable NewJob onSuccess,
			@Nullable NewJob onFailure, @Nullable NewJob onComplete) {
		Map<Follower, NewJob> followers = new TreeMap<>();
		putIfPresent(followers, Follower.SUCCESS, onSuccess);
		putIfPresent(followers, Follower.FAILURE, onFailure);
		putIfPresent(followers, Follower.COMPLETE, onComplete);
		return new PreparedFlow(id, null, stages, followers);
	}

	/** The flow with a name, {@code null} for none. */
	public PreparedFlow named(@Nullable String name) {
		return new PreparedFlow(this.id, name, this.stages, this.followers);
	}

	private static void putIfPresent(Map<Follower, NewJob> followers, Follower follower, @Nullable NewJob job) {
		if (job != null) {
			followers.put(follower, job);
		}
	}

	/** All jobs, those of later stages and those that follow too. */
	public List<NewJob> jobs() {
		List<NewJob> jobs = new ArrayList<>();
		this.stages.forEach(jobs::addAll);
		jobs.addAll(this.followers.values());
		return jobs;
	}

	/** What it does after its first stage. */
	FlowPlan plan() {
		List<Integer> parts = new ArrayList<>();
		parts.add(0);
		this.stages.stream().skip(1).forEach((stage) -> parts.add(chunks(stage).size()));
		return new FlowPlan(parts, this.followers.keySet());
	}

	/** The followers in the order in which a part of the plan has them. */
	List<NewJob> orderedFollowers() {
		return new ArrayList<>(new TreeMap<>(this.followers).values());
	}

	/**
	 * The parts of a stage that are inserted together. A part is also one value of the
	 * store, so that large payloads make parts of fewer jobs.
	 */
	static List<List<NewJob>> chunks(List<NewJob> jobs) {
		List<List<NewJob>> chunks = new ArrayList<>();
		int from = 0;
		long size = 0;
		for (int i = 0; i < jobs.size(); i++) {
			int next = jobs.get(i).payload().length();
			if (i > from && (i - from == FlowInsertion.CHUNK || size + next > LARGEST_CHUNK)) {
				chunks.add(jobs.subList(from, i));
				from = i;
				size = 0;
			}
			size += next;
		}
		if (from < jobs.size()) {
			chunks.add(jobs.subList(from, jobs.size()));
		}
		return chunks;
	}

}
