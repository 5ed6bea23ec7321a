package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;

import io.jobqueue.JobId;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.QueueSignal.Subscription;
import io.jobqueue.store.feed.ClaimedJob;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/** The words of tests of signals. */
abstract class SignalScene extends LimitScene {

	protected final Queue<String> received = new ConcurrentLinkedQueue<>();

	protected List<Subscription> subscriptions = List.of();

	@BeforeEach
	void subscribe() {
		this.subscriptions = List.of(subscribe(WORKER), subscribe(OTHER_WORKER));
	}

	@AfterEach
	void unsubscribe() {
		this.subscriptions.forEach(Subscription::close);
	}

	/** Let a worker claim in vain, so that it waits for a signal. */
	protected void sleep(String worker) {
		assertThat(claim(worker, 1, LONG).jobs()).isEmpty();
	}

	/**
	 * Let a worker claim while something happens by which a job may start. It gets the
	 * job, or a signal.
	 */
	protected ClaimedJob claimBeside(Runnable event) throws Exception {
		this.received.clear();
		CyclicBarrier begin = new CyclicBarrier(2);
		FutureTask<Void> other = new FutureTask<>(() -> {
			begin.await();
			event.run();
			return null;
		});
		new Thread(other).start();
		begin.await();
		List<ClaimedJob> jobs = claim(WORKER, 1, LONG).jobs();
		other.get();
		if (jobs.isEmpty()) {
			awaitSignal(WORKER + " " + QUEUE);
			jobs = claim(WORKER, 1, LONG).jobs();
		}
		assertThat(jobs).hasSize(1);
		return jobs.get(0);
	}

	protected void awaitSignal(String signal) {
		await().untilAsserted(() -> assertThat(this.received).contains(signal));
	}

	protected void staysAt(int count) {
		await().during(Duration.ofMillis(150)).until(() -> this.received.size() == count);
	}

	private Subscription subscribe(String worker) {
		Queue<String> received = this.received;
		return this.store.signal().subscribe(worker, new QueueSignal.Listener() {

			@Override
			public void queueReady(String queue) {
				received.add(worker + " " + queue);
			}

			@Override
			public void jobCancelled(JobId id) {
				received.add(worker + " cancelled " + id);
			}

			@Override
			public void requested() {
				received.add(worker + " requested");
			}

			@Override
			public void resumed() {
			}

		});
	}

}
