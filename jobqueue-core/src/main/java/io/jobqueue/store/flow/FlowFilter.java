package io.jobqueue.store.flow;

import java.util.Set;
import java.util.TreeSet;

import io.jobqueue.FlowStatus;

import org.jspecify.annotations.Nullable;

/**
 * Which flows a list has. A store sees the status of a flow by its first letter, which is
 * the fourth character of the state, whatever release wrote it.
 *
 * @param letters the letters of the statuses, empty for all
 * @param name what the name begins with, {@code null} for all flows
 */
public record FlowFilter(Set<String> letters, @Nullable String name) {

	/** All flows. */
	public static final FlowFilter ALL = new FlowFilter(Set.of(), null);

	/** The index of the letter in the state of a flow. */
	private static final int LETTER = 3;

	public FlowFilter {
		letters = Set.copyOf(letters);
	}

	/**
	 * Create a filter.
	 * @param statuses the statuses, empty for all
	 * @param name what the name begins with, {@code null} for all flows
	 */
	public static FlowFilter of(Set<FlowStatus> statuses, @Nullable String name) {
		Set<String> letters = new TreeSet<>();
		statuses.forEach((status) -> letters.add(status.name().substring(0, 1)));
		return new FlowFilter(letters, name);
	}

	/** Whether it selects a flow. */
	public boolean selects(StoredFlow flow) {
		return hasStatus(flow.state()) && hasName(flow.name());
	}

	private boolean hasStatus(String state) {
		return this.letters.isEmpty()
				|| (state.length() > LETTER && this.letters.contains(state.substring(LETTER, LETTER + 1)));
	}

	/** Whether it selects flows of this name. */
	public boolean hasName(@Nullable String given) {
		return this.name == null || (given != null && given.startsWith(this.name));
	}

}
