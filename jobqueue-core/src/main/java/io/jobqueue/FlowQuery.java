package io.jobqueue;

import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A selection of flows, the newest first. Immutable.
 * <p>
 * A page reads a bounded number of flows, so it can be short although more follow.
 *
 * @param statuses only flows with one of these statuses, never empty
 * @param name only flows whose name begins with this text, in the same upper and lower
 * case; {@code null} for all, also those without a name
 * @param limit the size of a page, from 1 to 1,000
 * @param cursor {@link FlowPage#next()} of the previous page, {@code null} for the first
 */
public record FlowQuery(Set<FlowStatus> statuses, @Nullable String name, int limit, @Nullable FlowId cursor) {

	private static final int MAX_LIMIT = 1_000;

	/**
	 * Create a query.
	 * @throws InvalidJobException if a condition cannot be met by any flow
	 */
	public FlowQuery {
		if (limit < 1 || limit > MAX_LIMIT) {
			throw new InvalidJobException(
					"A page has from 1 to %,d entries, but the limit was %d".formatted(MAX_LIMIT, limit));
		}
		statuses = Limits.requireStatuses(statuses);
		if (statuses.isEmpty()) {
			throw new InvalidJobException("A query needs at least one status");
		}
		if (name != null) {
			Limits.requireFlowName("The beginning of the name of a flow", name);
		}
	}

	/** All flows, with a page size of 50. */
	public static FlowQuery all() {
		return new FlowQuery(EnumSet.allOf(FlowStatus.class), null, 50, null);
	}

	/**
	 * Only flows with one of these statuses. Replaces those that were named before.
	 * @param statuses one or more
	 * @throws InvalidJobException if there is none, or one is {@code null}
	 */
	public FlowQuery withStatus(FlowStatus... statuses) {
		return new FlowQuery(Limits.requireStatuses(statuses), this.name, this.limit, this.cursor);
	}

	/**
	 * Only flows whose name begins with a text, in the same upper and lower case.
	 * @param beginning from 1 to 200 characters without control characters
	 * @throws InvalidJobException if it has another form
	 */
	public FlowQuery withName(String beginning) {
		return new FlowQuery(this.statuses, beginning, this.limit, this.cursor);
	}

	/**
	 * Set the size of a page. The default is 50.
	 * @param limit from 1 to 1,000
	 * @throws InvalidJobException if the limit is outside this range
	 */
	public FlowQuery withLimit(int limit) {
		return new FlowQuery(this.statuses, this.name, limit, this.cursor);
	}

	/**
	 * The page after another one of the same query.
	 * @param cursor {@link FlowPage#next()} of that page, {@code null} for the first page
	 */
	public FlowQuery after(@Nullable FlowId cursor) {
		return new FlowQuery(this.statuses, this.name, this.limit, cursor);
	}

	/** Whether it selects flows of all statuses. */
	public boolean isOfAllStatuses() {
		return this.statuses.size() == FlowStatus.values().length;
	}

}
