package io.jobqueue;

/**
 * What happens to the ticks of a schedule that were not fired in time, because no worker
 * ran or the store was unavailable. A tick is missed when it is more than 60 s late.
 */
public enum Misfire {

	/** One job for all missed ticks, with the newest one as its tick. */
	ONCE,

	/** No job. The schedule continues with the next tick. */
	SKIP,

	/** A job for each missed tick, at most for the newest ones up to the cap. */
	ALL

}
