package io.jobqueue.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.jobqueue.worker.Permits.Permit;

import org.jspecify.annotations.Nullable;

/**
 * Claimed jobs in line for a permit. Guarded by the lock of the permits.
 */
final class WaitingLine {

	private final Deque<Permit> requests = new ArrayDeque<>();

	private int allowed;

	/** Let so many wait. */
	void allow(int count) {
		this.allowed = count;
	}

	boolean isAllowed() {
		return this.allowed > 0;
	}

	/**
	 * How many more jobs may be claimed while so many permits are free. A line that is
	 * more than half full has no room, so that one claim is for many.
	 */
	int room(int free) {
		boolean low = this.allowed > 0 && this.requests.size() <= this.allowed / 2;
		return (free > 0 || low) ? free + this.allowed - this.requests.size() : 0;
	}

	boolean add(Permit request) {
		return this.requests.add(request);
	}

	/** It does not wait any more, if it did. */
	void leave(Permit request) {
		this.requests.remove(request);
	}

	/** The first. */
	@Nullable Permit poll() {
		return this.requests.poll();
	}

	List<Permit> clear() {
		List<Permit> left = new ArrayList<>(this.requests);
		this.requests.clear();
		return left;
	}

	int size() {
		return this.requests.size();
	}

}
