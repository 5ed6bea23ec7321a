package io.jobqueue.worker.permit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.jobqueue.worker.outcome.ClaimAhead;
import io.jobqueue.worker.outcome.ClaimBounds;

import org.jspecify.annotations.Nullable;

/**
 * Claimed jobs that wait for a permit, bounded in bytes. Guarded by the lock of the
 * permits.
 */
final class ClaimedBacklog {

	private final Deque<Permit> requests = new ArrayDeque<>();

	private final ClaimBounds bounds;

	private long bytes;

	ClaimedBacklog(ClaimBounds bounds) {
		this.bounds = bounds;
	}

	boolean isEnabled() {
		return this.bounds.ahead() > 0;
	}

	/**
	 * Return how many more jobs may be claimed while the given number of permits is free.
	 * A backlog that is more than half full accepts none, so that one claim fetches many
	 * jobs. The same applies if the backlog holds more bytes than planned.
	 */
	int room(int free) {
		int capacity = this.bounds.ahead();
		boolean low = capacity > 0 && this.requests.size() <= capacity / 2 && this.bytes <= ClaimAhead.MOST_BYTES / 2;
		return (free > 0 || low) ? free + capacity - this.requests.size() : 0;
	}

	/**
	 * Add a request, unless the backlog would hold too many bytes. Return whether it was
	 * added.
	 */
	boolean add(Permit request) {
		long size = request.size;
		if (this.bytes + size > ClaimAhead.MOST_BYTES) {
			return false;
		}
		this.bytes += size;
		return this.requests.add(request);
	}

	/** Remove a request, if it is present. */
	void remove(Permit request) {
		if (this.requests.remove(request)) {
			this.bytes -= request.size;
		}
	}

	/** Remove and return the first request; {@code null} if there is none. */
	@Nullable Permit poll() {
		Permit first = this.requests.poll();
		if (first != null) {
			this.bytes -= first.size;
		}
		return first;
	}

	List<Permit> clear() {
		List<Permit> left = new ArrayList<>(this.requests);
		this.requests.clear();
		this.bytes = 0;
		return left;
	}

	int size() {
		return this.requests.size();
	}

}
