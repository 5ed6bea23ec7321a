package io.jobqueue.benchmarks.contender;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What the bare programs of all servers have in common. */
public abstract class BareProgram implements Contender {

	/** As long as the data that the library stores with a job beside its payload. */
	private static final String HEAD = "h".repeat(30);

	/** As long as the ids of the library. */
	private static final String ID = "bench-0000000";

	private static final long FIRST_ID = 1_000_000_000_000_000_000L;

	private final AtomicLong nextId = new AtomicLong(FIRST_ID);

	private final LinkedBlockingQueue<Long> starts = new LinkedBlockingQueue<>();

	private volatile CountDownLatch ended = new CountDownLatch(0);

	/** What is stored of a job beside its id. */
	protected static String record(int payloadBytes) {
		return HEAD + "{\"text\":\"" + Contender.text(payloadBytes) + "\"}";
	}

	/** The id of the next job; ids have the order of jobs. */
	protected final String id() {
		return ID + this.nextId.getAndIncrement();
	}

	/**
	 * Start a worker that waits for jobs, runs them, and reports by the methods below.
	 */
	protected abstract void startWorker();

	/** The worker has started a job, at a time of {@link System#nanoTime()}. */
	protected final void started(long nanos) {
		this.starts.add(nanos);
	}

	/** The worker has ended a job. */
	protected final void ended() {
		this.ended.countDown();
	}

	@Override
	public final void dispatchAndDrain(int jobs) {
		Thread dispatcher = new Thread(() -> dispatchBulk(jobs, 100), "ceiling-dispatch");
		dispatcher.start();
		drain(jobs);
	}

	@Override
	public final void idle() {
		this.starts.clear();
		startWorker();
	}

	@Override
	public final void elsewhere() {
		// It dispatches over a connection of its own, as another application does.
	}

	@Override
	public final long dispatchToStart() {
		long sent = System.nanoTime();
		dispatchOneByOne(1, 1);
		return Pause.take(this.starts) - sent;
	}

	@Override
	public final void trickle(int jobs) {
		CountDownLatch expected = new CountDownLatch(jobs);
		this.ended = expected;
		dispatchOneByOne(jobs, 1);
		Pause.until(expected);
	}

}
