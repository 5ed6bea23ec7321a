package io.jobqueue.worker.outcome;

import java.util.List;

import io.jobqueue.store.feed.ClaimedJob;

/**
 * The mode in which a container claims jobs and stores outcomes. This is the only place
 * that decides how many jobs may be claimed beyond the free permits, for how many permits
 * a claim waits, and who stores the pending outcomes. The poll loop reports what happens,
 * the permits and the outcome buffer read the mode.
 * <table>
 * <caption>The modes</caption>
 * <tr>
 * <th>mode</th>
 * <th>pending outcomes</th>
 * <th>jobs ahead</th>
 * <th>permits to wait for</th>
 * </tr>
 * <tr>
 * <td>idle: the last claim was not filled</td>
 * <td>the writer</td>
 * <td>0</td>
 * <td>1</td>
 * </tr>
 * <tr>
 * <td>streaming: the last claim was filled, and the next one follows as soon as there is
 * room</td>
 * <td>the next exchange</td>
 * <td>as {@link ClaimAhead} computes</td>
 * <td>as many as were claimed</td>
 * </tr>
 * <tr>
 * <td>held: the last claim was filled, but the next one is delayed</td>
 * <td>the writer</td>
 * <td>unchanged, or 0 after a stall or a suspect</td>
 * <td>unchanged</td>
 * </tr>
 * </table>
 * A claim that is filled leads to streaming, any other reply to idle. Each wait of the
 * poll loop that is not for a permit leads to held, as do a stall, a suspect, a full
 * buffer, and the stop of the container. A failed claim stores nothing, so it changes
 * nothing.
 * <p>
 * Thread-safe. The poll loop makes all transitions but the last one, which the stopping
 * thread makes.
 */
public final class ClaimMode implements ClaimBounds {

	private final int concurrency;

	private final ClaimAhead size;

	private volatile Runnable writerTurn = () -> {
	};

	private volatile State state = State.IDLE;

	/**
	 * Create the mode of a container that has claimed nothing yet.
	 * @param concurrency the maximum number of running jobs
	 * @param mostAhead the maximum number of jobs ahead
	 * @param share the part of the permits on which jobs ahead can rely, from 0 to 1
	 */
	public ClaimMode(int concurrency, int mostAhead, double share) {
		this.concurrency = concurrency;
		this.size = new ClaimAhead((int) Math.ceil(concurrency * share), (int) (mostAhead * share));
	}

	/** Create the mode of a container that shares its permits with no other. */
	public ClaimMode(int concurrency, int mostAhead) {
		this(concurrency, mostAhead, 1);
	}

	/** Set what is called whenever the writer may store pending outcomes. */
	void onWriterTurn(Runnable action) {
		this.writerTurn = action;
	}

	/**
	 * Record the reply to a claim.
	 * @param filled whether it returned as many jobs as were requested
	 * @param claimed the returned jobs
	 * @param limited whether the queue is limited. Such a queue gives no job beyond the
	 * free permits
	 * @param stored the outcomes that the same call has stored
	 */
	public void claimed(boolean filled, List<ClaimedJob> claimed, boolean limited, List<AttemptResult> stored) {
		synchronized (this) {
			this.size.ended(stored);
			if (filled) {
				this.state = new State(true, limited ? this.size.none() : this.size.more(claimed),
						Math.min(claimed.size(), this.concurrency));
				return;
			}
			this.size.none();
			this.state = State.IDLE;
		}
		this.writerTurn.run();
	}

	/**
	 * Record that the next claim is delayed, or that there is none. The writer stores the
	 * pending outcomes until the next claim is filled.
	 */
	public void hold() {
		synchronized (this) {
			this.state = new State(false, this.state.ahead, this.state.batch);
		}
		this.writerTurn.run();
	}

	/**
	 * Record that the jobs ahead have waited too long for a permit. None is claimed ahead
	 * until tasks are measured again.
	 */
	public void stalled() {
		synchronized (this) {
			this.state = new State(this.state.carried, this.size.stalled(), this.state.batch);
		}
		hold();
	}

	/** Record that a claimed job must run alone, so that no other may wait behind it. */
	public void suspectClaimed() {
		synchronized (this) {
			this.state = new State(this.state.carried, this.size.none(), this.state.batch);
		}
	}

	/**
	 * Return whether the next exchange stores the pending outcomes, so that the writer
	 * must not.
	 */
	boolean isCarriedByExchange() {
		return this.state.carried;
	}

	@Override
	public int ahead() {
		return this.state.ahead;
	}

	@Override
	public int batch() {
		return this.state.batch;
	}

	/** Return whether a job is likely to be short, so that others may wait behind it. */
	public synchronized boolean isShort(ClaimedJob job) {
		return this.size.isShort(job);
	}

	/** The values that are read together. */
	private record State(boolean carried, int ahead, int batch) {

		private static final State IDLE = new State(false, 0, 1);

	}

}
