package io.jobqueue.worker;

/** Why a running attempt must stop. */
enum StopReason {

	TIMEOUT, CANCELLED, LOST, SHUTDOWN

}
