package io.jobqueue.worker.permit;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/** The right to run one job, or the request for it. Guarded by the lock of its owner. */
public final class Permit {

	private final Permits owner;

	final long size;

	private @Nullable LaunchableJob job;

	private boolean granted;

	private boolean released;

	private boolean left;

	Permit(Permits owner, long size) {
		this.owner = owner;
		this.size = size;
	}

	void request(LaunchableJob job) {
		this.job = job;
	}

	void grant() {
		this.granted = true;
	}

	boolean isReleased() {
		return this.released;
	}

	LaunchableJob job() {
		return Objects.requireNonNull(this.job, "The request holds no job");
	}

	/** Release the permit after the attempt and its thread, or instead of a start. */
	public void release() {
		this.owner.launch(() -> {
			LaunchableJob next = null;
			if (this.left) {
				this.owner.abandonedEnded();
				this.left = false;
			}
			else if (this.granted && !this.released) {
				next = this.owner.ended();
			}
			else {
				this.owner.removeFromBacklog(this);
			}
			this.released = true;
			return next;
		});
	}

	/** Abandon the permit: only its thread continues. Return whether it is free. */
	public boolean abandon() {
		AtomicBoolean free = new AtomicBoolean();
		this.owner.launch(() -> {
			LaunchableJob next = null;
			if (!this.released && this.owner.tryAbandon()) {
				this.released = true;
				this.left = true;
				next = this.owner.ended();
			}
			free.set(this.left);
			return next;
		});
		return free.get();
	}

}
