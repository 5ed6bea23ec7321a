package io.jobqueue.flow.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a flow does after its first stage, without the jobs: these are in parts, of which
 * the first one has the followers.
 *
 * @param parts for each stage, of how many parts it has; the first stage has none
 * @param followers which followers there are
 */
public record FlowPlan(List<Integer> parts, Set<Follower> followers) {

	/** The number of the part with the followers. */
	public static final int FOLLOWERS = 0;

	public FlowPlan {
		parts = List.copyOf(parts);
		followers = Set.copyOf(followers);
	}

	public int stages() {
		return this.parts.size();
	}

	/** The number of a part of a stage. */
	public int part(int stage, int chunk) {
		int before = FOLLOWERS + 1;
		for (int i = 0; i < stage; i++) {
			before += this.parts.get(i);
		}
		return before + chunk;
	}

	/** Runs of stages with the same number of parts are written once. */
	public String write() {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < this.parts.size();) {
			int count = this.parts.get(i);
			int run = 1;
			while (i + run < this.parts.size() && this.parts.get(i + run) == count) {
				run++;
			}
			text.append(text.isEmpty() ? "" : ",").append(run).append('x').append(count);
			i += run;
		}
		String letters = this.followers.stream()
			.sorted()
			.map((follower) -> String.valueOf(follower.letter()))
			.collect(Collectors.joining());
		return text + ";" + letters;
	}

	public static FlowPlan read(String text) {
		int end = text.indexOf(';');
		List<Integer> parts = new ArrayList<>();
		Arrays.stream(text.substring(0, end).split(",")).forEach((run) -> {
			int sign = run.indexOf('x');
			parts.addAll(Collections.nCopies(Integer.parseInt(run.substring(0, sign)),
					Integer.valueOf(run.substring(sign + 1))));
		});
		return new FlowPlan(parts,
				text.substring(end + 1)
					.chars()
					.mapToObj((letter) -> Follower.of((char) letter))
					.collect(Collectors.toSet()));
	}

}
