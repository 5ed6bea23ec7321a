package io.jobqueue.worker.attempt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.jobqueue.worker.attempt.Permits.Permit;
import io.jobqueue.worker.outcome.ClaimAhead;

import org.jspecify.annotations.Nullable;

/**
 * LaunchableJob jobs that wait for a permit, bounded in bytes. Guarded by the lock of the
 * permits.
 */
final class ClaimedBacklog {

	private final Deque<Permit> requests = new ArrayDeque<>();

	private int allowed;

	private long bytes;

	/** Let so many wait. */
	void allow(int count) {
		this.allowed = count;
	}

	boolean isAllowed() {
		return this.allowed > 0;
	}

	/**
	 * How many more jobs may be claimed while so many permits are free. A line that is
	 * more than half full has no room, so that one claim is for many; nor has one that
	 * holds more bytes than are planned.
	 */
	int room(int free) {
		boolean low = this.allowed > 0 && this.requests.size() <= this.allowed / 2
				&& this.bytes <= ClaimAhead.MOST_BYTES / 2;
		return (free > 0 || low) ? free + this.allowed - this.requests.size() : 0;
	}

	/** Whether it waits from now on; not if the line would hold too many bytes. */
	boolean add(Permit request) {
		long size = request.size;
		if (this.bytes + size > ClaimAhead.MOST_BYTES) {
			return false;
		}
		this.bytes += size;
		return this.requests.add(request);
	}

	/** It does not wait any more, if it did. */
	void leave(Permit request) {
		if (this.requests.remove(request)) {
			this.bytes -= request.size;
		}
	}

	/** The first. */
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
