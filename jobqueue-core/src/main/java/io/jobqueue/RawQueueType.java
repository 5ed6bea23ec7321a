package io.jobqueue;

/** How the items of a raw queue are kept, and in which order they become jobs. */
public enum RawQueueType {

	/** A list: the items in their order, equal ones too. */
	LIST,

	/** A set: in no order. An item that is there already is not added again. */
	SET,

	/**
	 * A sorted set: the item with the lowest score first. An item that is there already
	 * gets the new score.
	 */
	SORTED_SET,

	/**
	 * A sorted set whose score is the time from which an item may become a job, in
	 * milliseconds since 1970, by the clock of the store: the earliest first.
	 */
	TIMED_SET

}
