package io.jobqueue.worker.thread;

/** Work on a thread that states whether the thread may be interrupted. */
public interface Interruptible extends Runnable {

	/** Whether the thread may be interrupted while it does this. */
	boolean isInterruptible();

	/** Whether a thread may be interrupted while it does something. */
	static boolean isInterruptible(Runnable work) {
		return !(work instanceof Interruptible known) || known.isInterruptible();
	}

}
