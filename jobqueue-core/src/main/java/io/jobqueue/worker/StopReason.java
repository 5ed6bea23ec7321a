package io.jobqueue.worker;

/**
 * Why an attempt that runs should stop.
 */
enum StopReason {

	TIMEOUT, CANCELLED, LOST, SHUTDOWN

}
