package io.jobqueue.benchmarks.peers;

import java.util.concurrent.CountDownLatch;

import io.jobqueue.benchmarks.contender.Body;
import io.jobqueue.benchmarks.contender.Contender;
import io.jobqueue.benchmarks.contender.Pause;

/** What is alike in peers: a worker that is started once there are jobs. */
abstract class Peer implements Contender {

	private Load load = new Load(1, false, 0);

	abstract void dispatch(String text);

	/** Start a worker with the given number of threads. */
	abstract void start(int concurrency);

	abstract void stop();

	@Override
	public void dispatchOneByOne(int jobs, int threads) {
		String text = Contender.text(100);
		Pause.together(threads, () -> {
			for (int i = 0; i < jobs / threads; i++) {
				dispatch(text);
			}
		});
	}

	@Override
	public void ready(Load load) {
		if (load.virtual()) {
			throw new UnsupportedOperationException("Measured on platform threads only");
		}
		Body.of(load);
		this.load = load;
	}

	@Override
	public void drain(int jobs) {
		CountDownLatch ended = Body.expect(jobs);
		start(this.load.concurrency());
		Pause.until(ended);
	}

	@Override
	public void dispatchAndDrain(int jobs) {
		CountDownLatch ended = Body.expect(jobs);
		start(this.load.concurrency());
		fill(jobs, 100);
		Pause.until(ended);
	}

	@Override
	public void idle() {
		Body.recordStarts();
		start(this.load.concurrency());
	}

	@Override
	public long dispatchToStart() {
		long sent = System.nanoTime();
		dispatchOneByOne(1, 1);
		return Body.nextStart() - sent;
	}

	@Override
	public void trickle(int jobs) {
		CountDownLatch ended = Body.expect(jobs);
		dispatchOneByOne(jobs, 1);
		Pause.until(ended);
	}

	@Override
	public void rest() {
		if (this.load.concurrency() > 0) {
			stop();
		}
	}

}
