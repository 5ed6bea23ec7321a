package io.jobqueue.autoconfigure.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.jobqueue.JobEvent;
import io.jobqueue.WorkerInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class UnservedQueueCheckTests {

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

	private final AtomicInteger asked = new AtomicInteger();

	private final List<WorkerInfo> workers = new ArrayList<>();

	private final UnservedQueueCheck queues = new UnservedQueueCheck(() -> {
		this.asked.incrementAndGet();
		return this.workers;
	}, Set.of("own"), this.now::get);

	@Test
	void aQueueThatNoWorkerServesIsWarnedOfOnce(CapturedOutput output) {
		this.queues.onEvent(new JobEvent.Dispatched("critical", "task", 1));
		this.queues.look();
		assertThat(output).doesNotContain("critical");
		for (int i = 0; i < 3; i++) {
			this.now.updateAndGet((time) -> time.plus(UnservedQueueCheck.PATIENCE));
			this.queues.onEvent(new JobEvent.Dispatched("critical", "task", 1));
			this.queues.look();
		}
		assertThat(output).containsOnlyOnce("no live worker serves it").contains("queue 'critical'");
		assertThat(this.queues.details()).containsEntry("unservedQueues", Set.of("critical"));
	}

	@Test
	void aQueueThatIsServedCostsOneLook(CapturedOutput output) {
		this.workers.add(worker("emails"));
		this.queues.onEvent(new JobEvent.Dispatched("own", "task", 1));
		this.queues.onEvent(new JobEvent.Dispatched("emails", "task", 1));
		for (int i = 0; i < 3; i++) {
			this.now.updateAndGet((time) -> time.plus(UnservedQueueCheck.PATIENCE));
			this.queues.look();
		}
		assertThat(this.asked).hasValue(1);
		assertThat(output).doesNotContain("no live worker");
	}

	@Test
	void aQueueThatIsServedLaterIsNoLongerNamed() {
		this.queues.onEvent(new JobEvent.Dispatched("critical", "task", 1));
		this.now.set(Instant.EPOCH.plus(UnservedQueueCheck.PATIENCE));
		this.queues.look();
		this.workers.add(worker("critical"));
		this.queues.look();
		assertThat(this.queues.unserved()).isEmpty();
	}

	private static WorkerInfo worker(String queue) {
		return new WorkerInfo("w", "h", 1, Instant.EPOCH,
				List.of(new WorkerInfo.Container(queue, 1, Instant.EPOCH, List.of())));
	}

}
