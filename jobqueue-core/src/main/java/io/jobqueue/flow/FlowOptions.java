package io.jobqueue.flow;

import java.time.Duration;

/**
 * How flows are maintained and kept. All times are by the clock of the store.
 *
 * @param abandonAfter after how long without progress a flow is abandoned whose creation
 * has not ended
 * @param auditAfter after how long without progress the jobs of a flow are looked up
 * @param insertTime how long an insert of at most 500 jobs of a flow may take
 * @param clockMargin how much the clocks of the nodes of a Redis Cluster may differ
 * @param keepEnded how long flows are kept that have ended other than FAILED
 * @param keepFailed how long flows are kept that are FAILED
 * @param mostEnded how many flows are kept that have ended
 */
public record FlowOptions(Duration abandonAfter, Duration auditAfter, Duration insertTime, Duration clockMargin,
		Duration keepEnded, Duration keepFailed, long mostEnded) {

	/**
	 * Abandoned after 10 minutes; kept for a day, FAILED for 30 days, 100,000 at most.
	 */
	public static final FlowOptions DEFAULT = new FlowOptions(Duration.ofMinutes(10), Duration.ofMinutes(5),
			Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofDays(1), Duration.ofDays(30), 100_000);

	/** After how long nobody inserts jobs any more that someone was about to insert. */
	Duration lookAgain() {
		return this.insertTime.plus(this.clockMargin);
	}

	/** Return options with other bounds of what is kept. */
	public FlowOptions withKeep(Duration keepEnded, Duration keepFailed, long mostEnded) {
		return new FlowOptions(this.abandonAfter, this.auditAfter, this.insertTime, this.clockMargin, keepEnded,
				keepFailed, mostEnded);
	}

}
