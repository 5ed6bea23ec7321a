package io.jobqueue.autoconfigure.event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import io.jobqueue.JobEvent;
import io.jobqueue.JobId;
import io.jobqueue.OperatorEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class EventDeliveryTests {

	private final List<JobEvent> seen = new CopyOnWriteArrayList<>();

	private final CountDownLatch hanging = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	private final EventDelivery delivery = new EventDelivery((event) -> {
		if (event.queue().equals("hang")) {
			hang();
		}
		if (event.queue().equals("fail")) {
			Thread.currentThread().interrupt();
			throw new AssertionError("on purpose");
		}
		this.seen.add(event);
	});

	@AfterEach
	void release() {
		this.released.countDown();
		this.delivery.close();
	}

	private void hang() {
		this.hanging.countDown();
		try {
			this.released.await();
		}
		catch (InterruptedException ex) {
			this.seen.add(event("interrupted"));
		}
	}

	@Test
	void eventsAreHandedOverInTheirOrderAlsoAfterAnError() {
		this.delivery.start();
		List.of("a", "fail", "b", "c").forEach((queue) -> this.delivery.add(event(queue)));
		Awaitility.await().until(() -> this.seen.size() == 3);
		assertThat(this.seen).extracting(JobEvent::queue).containsExactly("a", "b", "c");
	}

	@Test
	void listenerThatFailsWithEachEventIsLoggedOnceAMinute(CapturedOutput output) {
		this.delivery.start();
		for (int i = 0; i < 100; i++) {
			this.delivery.add(event("fail"));
		}
		this.delivery.add(event("last"));
		Awaitility.await().until(() -> this.seen.size() == 1);
		assertThat(output).containsOnlyOnce("A listener failed with an event");
	}

	@Test
	void whatIsBeyondTheBoundIsDroppedAndCounted(CapturedOutput output) throws Exception {
		this.delivery.start();
		this.delivery.add(event("hang"));
		this.hanging.await();
		List<JobId> ids = IntStream.range(0, OperatorEvent.JobsChanged.MOST_IDS)
			.mapToObj((i) -> JobId.of("job-" + i))
			.toList();
		int fitting = EventDelivery.MOST_WAITING / ids.size();
		for (int i = 0; i < fitting + 2; i++) {
			this.delivery.add(new OperatorEvent.JobsChanged("q", OperatorEvent.Act.DELETE, ids));
		}
		this.released.countDown();
		Awaitility.await().untilAsserted(() -> assertThat(output).contains("get events again; 2 were dropped"));
		assertThat(output).containsOnlyOnce("Events of jobs are dropped");
		this.delivery.add(event("last"));
		Awaitility.await().until(() -> this.seen.contains(event("last")));
		assertThat(this.seen).hasSize(1 + fitting + 1);
	}

	@Test
	void stopHandsOverWhatWaits() {
		this.delivery.add(event("a"));
		this.delivery.add(event("b"));
		this.delivery.start();
		this.delivery.close();
		assertThat(this.seen).hasSize(2);
		this.delivery.add(event("c"));
		assertThat(this.seen).hasSize(2);
	}

	@Test
	void stopInterruptsAListenerThatHangs(CapturedOutput output) throws Exception {
		this.delivery.start();
		this.delivery.add(event("hang"));
		this.hanging.await();
		this.delivery.add(event("a"));
		this.delivery.close();
		Awaitility.await().until(() -> this.seen.size() == 2);
		assertThat(this.seen).extracting(JobEvent::queue).containsExactly("interrupted", "hang");
		assertThat(output).contains("1 events of jobs were not handed to listeners");
	}

	private static JobEvent event(String queue) {
		return new JobEvent.Dispatched(queue, "task", 1);
	}

}
