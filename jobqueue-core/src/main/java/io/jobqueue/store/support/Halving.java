package io.jobqueue.store.support;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A batch that is stored in parts. A part that the store refuses is halved until the
 * refused element is alone, so that it does not prevent the others from being stored. Not
 * thread-safe.
 *
 * @param <T> the type of the elements
 */
public final class Halving<T> {

	private final Deque<List<T>> parts = new ArrayDeque<>();

	/** The whole batch is the first part. */
	public Halving(List<T> batch) {
		this.parts.push(batch);
	}

	/** The next part, in the order of the batch; empty if none is left. */
	public List<T> next() {
		List<T> next = this.parts.poll();
		return (next != null) ? next : List.of();
	}

	/**
	 * A part was refused: its halves are next.
	 * @return whether it was halved; {@code false} for a single element
	 */
	public boolean halve(List<T> part) {
		int half = part.size() / 2;
		if (half == 0) {
			return false;
		}
		this.parts.push(part.subList(half, part.size()));
		this.parts.push(part.subList(0, half));
		return true;
	}

	/** Whether a part is left. */
	public boolean hasNext() {
		return !this.parts.isEmpty();
	}

	/** All remaining elements, in the order of the batch. */
	public List<T> rest() {
		List<T> rest = new ArrayList<>();
		this.parts.forEach(rest::addAll);
		return rest;
	}

}
