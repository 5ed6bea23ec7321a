package io.jobqueue.worker;

/**
 * Work on a thread that says whether an interrupt of the thread does no harm.
 */
interface Interruptible extends Runnable {

	/** Whether the thread may be interrupted while it does this. */
	boolean isInterruptible();

	/** Whether a thread may be interrupted while it does something. */
	static boolean isInterruptible(Runnable work) {
		return !(work instanceof Interruptible known) || known.isInterruptible();
	}

}
