package io.jobqueue.worker.thread;

/** Work on a thread that states whether the thread may be interrupted. */
public interface Interruptible extends Runnable {

	/** Return whether the thread may be interrupted during this work. */
	boolean isInterruptible();

	/** Return whether a thread may be interrupted during the given work. */
	static boolean isInterruptible(Runnable work) {
		return !(work instanceof Interruptible known) || known.isInterruptible();
	}

}
