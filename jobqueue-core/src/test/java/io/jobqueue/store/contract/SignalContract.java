package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.QueueSignal.Subscription;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

abstract class SignalContract extends StoreContract {

	private final Queue<String> heard = new ConcurrentLinkedQueue<>();

	private List<Subscription> subscriptions = List.of();

	@BeforeEach
	void subscribe() {
		this.subscriptions = List.of(subscribe(WORKER), subscribe(OTHER_WORKER));
	}

	@AfterEach
	void unsubscribe() {
		this.subscriptions.forEach(Subscription::close);
	}

	@Test
	void insertWakesAWorkerThatWaits() {
		sleep(WORKER);
		insert();
		awaitHeard(WORKER + " " + QUEUE);
	}

	@Test
	void insertWakesOnlyOne() {
		sleep(WORKER);
		sleep(OTHER_WORKER);
		insert(3);
		await().until(() -> this.heard.size() == 1);
		staysAt(1);
	}

	@Test
	void nobodyIsWokenWhoDoesNotWait() {
		insert(2);
		claim(1);
		insert();
		staysAt(0);
	}

	@Test
	void workerThatIsAwakeIsNotWokenAgain() {
		sleep(WORKER);
		insert();
		awaitHeard(WORKER + " " + QUEUE);
		insert();
		staysAt(1);
	}

	@Test
	void claimThatLeavesJobsWakesTheNext() {
		sleep(WORKER);
		sleep(OTHER_WORKER);
		insert(3);
		await().until(() -> this.heard.size() == 1);
		String woken = this.heard.remove().split(" ")[0];
		claim(woken, 1, LONG);
		awaitHeard((woken.equals(WORKER) ? OTHER_WORKER : WORKER) + " " + QUEUE);
	}

	@Test
	void resumeWakesAWorker() {
		this.store.control().pause(QUEUE);
		insert();
		sleep(WORKER);
		this.heard.clear();
		this.store.control().resume(QUEUE);
		awaitHeard(WORKER + " " + QUEUE);
	}

	@Test
	void requeueWakesAWorker() {
		JobId id = ended(JobStatus.FAILED);
		sleep(OTHER_WORKER);
		this.store.control().requeue(id);
		awaitHeard(OTHER_WORKER + " " + QUEUE);
	}

	@Test
	void promoteWakesAWorker() {
		insert(job().delay(SHORT.multipliedBy(2)));
		sleep(WORKER);
		this.heard.clear();
		await().until(() -> this.store.maintenance().promote(QUEUE, 10) == 1);
		awaitHeard(WORKER + " " + QUEUE);
	}

	@Test
	void workerThatLeftIsNotWoken() {
		sleep(WORKER);
		sleep(OTHER_WORKER);
		this.store.jobs().leave(WORKER, List.of(QUEUE));
		insert();
		awaitHeard(OTHER_WORKER + " " + QUEUE);
	}

	@Test
	void cancelOfARunningJobTellsItsWorker() {
		ClaimedJob job = insertAndClaim();
		this.store.control().cancel(job.id());
		awaitHeard(WORKER + " cancelled " + job.id());
		staysAt(1);
	}

	@Test
	void cancelOfAWaitingJobTellsNobody() {
		this.store.control().cancel(insert());
		staysAt(0);
	}

	@Test
	void closedSubscriptionHearsNothing() {
		sleep(WORKER);
		this.subscriptions.get(0).close();
		insert();
		staysAt(0);
	}

	private void sleep(String worker) {
		assertThat(claim(worker, 1, LONG).jobs()).isEmpty();
	}

	private void awaitHeard(String signal) {
		await().untilAsserted(() -> assertThat(this.heard).contains(signal));
	}

	private void staysAt(int count) {
		await().during(Duration.ofMillis(150)).until(() -> this.heard.size() == count);
	}

	private Subscription subscribe(String worker) {
		Queue<String> heard = this.heard;
		return this.store.signal().subscribe(worker, new QueueSignal.Listener() {

			@Override
			public void queueReady(String queue) {
				heard.add(worker + " " + queue);
			}

			@Override
			public void jobCancelled(JobId id) {
				heard.add(worker + " cancelled " + id);
			}

			@Override
			public void resumed() {
			}

		});
	}

}
