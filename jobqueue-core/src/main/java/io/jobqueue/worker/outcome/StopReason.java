package io.jobqueue.worker.outcome;

/** Why a running attempt must stop. */
public enum StopReason {

	TIMEOUT, CANCELLED, LOST, SHUTDOWN

}
