package io.jobqueue.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.jobqueue.JobContext;
import io.jobqueue.JobContextHolder;
import io.jobqueue.JobEvent;
import io.jobqueue.JobId;
import io.jobqueue.QueueFullException;
import io.jobqueue.event.JobEvents;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.testsupport.SettableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/** A dispatch to a queue that has its maximum size. */
class FullQueueTests {

	private final MemoryStoreBackend store = new MemoryStoreBackend(new SettableClock());

	private final List<Duration> pauses = new ArrayList<>();

	private final List<Integer> published = new ArrayList<>();

	private final AtomicLong nanos = new AtomicLong();

	private Runnable whilePaused = () -> {
	};

	private boolean interrupted;

	private int ids;

	@BeforeEach
	void bound() {
		this.store.part(QueueRulesStore.class).update("orders", (rules) -> rules.withMaxSize(2));
	}

	@Test
	void jobsThatFindNoRoomAreNamedWithThoseThatWereStored() {
		List<NewJob> jobs = jobs(4);
		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> rejecting().store(jobs))
			.satisfies((ex) -> assertThat(ex.queue()).isEqualTo("orders"))
			.satisfies((ex) -> assertThat(ex.stored()).containsExactly(jobs.get(0).id(), jobs.get(1).id()))
			.withMessageContainingAll("'orders' is full", "2 of 4", "'" + jobs.get(2).id() + "'", "took 2",
					jobs.get(1).id().value(), "jobqueue.queues.orders.max-size");
		assertThat(this.published).containsExactly(2);
		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> rejecting().store(jobs(1)))
			.withMessageContaining("task 'a' was not stored. Dispatch");
		assertThat(this.pauses).isEmpty();
	}

	@Test
	void dispatchWaitsUntilThereIsRoomForAll() {
		this.whilePaused = () -> claim(2);
		List<NewJob> jobs = jobs(7);
		blocking().store(jobs);
		assertThat(this.store.queries().find(jobs.stream().map(NewJob::id).toList())).hasSize(7);
		assertThat(this.published).containsExactly(2, 2, 2, 1);
	}

	@Test
	void pausesGrowUntilTheTimeIsOver() {
		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> blocking().store(jobs(3)))
			.withMessageContaining("not stored after a wait of 3s; it took 2");
		assertThat(this.pauses.stream().map(Duration::toMillis)).containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 640L,
				1000L, 1000L);
	}

	@Test
	void pausesAreShortAgainWhileThereIsProgress() {
		this.whilePaused = () -> {
			if (this.pauses.size() % 3 == 0) {
				claim(1);
			}
		};
		blocking().store(jobs(4));
		assertThat(this.pauses.stream().map(Duration::toMillis)).containsExactly(10L, 20L, 40L, 10L, 20L, 40L);
	}

	@Test
	void interruptEndsTheWait() {
		this.whilePaused = () -> this.interrupted = true;
		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> blocking().store(jobs(3)))
			.withMessageContaining("interrupted");
	}

	@Test
	void jobDoesNotWaitForItsOwnQueue() {
		JobContext context = mock(JobContext.class);
		when(context.queue()).thenReturn("orders");
		try (JobContextHolder.Binding binding = JobContextHolder.bind(context)) {
			assertThat(binding).isNotNull();
			assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> blocking().store(jobs(3)))
				.withMessageContaining("runs a job of the same queue");
		}
		assertThat(this.pauses).isEmpty();
	}

	@Test
	void nothingWaitsIfOneOfTheQueuesRejects() {
		this.store.part(QueueRulesStore.class).update("mails", (rules) -> rules.withMaxSize(1));
		List<NewJob> jobs = new ArrayList<>(jobs(3));
		jobs.add(job("mails"));
		jobs.add(job("mails"));
		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> blocking().store(jobs))
			.withMessageContaining("2 of 5");
		assertThat(this.pauses).isEmpty();
	}

	@Test
	void jobsOfACommittedTransactionAreStoredAnyway() {
		List<NewJob> jobs = jobs(5);
		rejecting().storeEach(jobs, (lost, reason) -> {
			throw reason;
		});
		assertThat(this.published).containsExactly(5);
	}

	@Test
	void failureDuringTheWaitNamesWhatWasStoredBefore() {
		this.whilePaused = this.store::close;
		List<NewJob> jobs = jobs(3);
		assertThatExceptionOfType(io.jobqueue.JobDispatchException.class).isThrownBy(() -> blocking().store(jobs))
			.withMessageContainingAll("closed", "had stored 2 jobs", jobs.get(1).id().value());
	}

	private void claim(int count) {
		this.store.feed().claim(new ClaimRequest("orders", "worker", count, Duration.ofHours(1)));
	}

	private JobInserts rejecting() {
		return inserts(Map.of());
	}

	private JobInserts blocking() {
		return inserts(Map.of("orders", Duration.ofSeconds(3)));
	}

	private JobInserts inserts(Map<String, Duration> timeouts) {
		RoomWait room = new RoomWait(timeouts, () -> 1, this.nanos::get, (length) -> {
			this.pauses.add(length);
			this.nanos.addAndGet(length.toNanos());
			this.whilePaused.run();
			return !this.interrupted;
		});
		return new JobInserts(this.store,
				new JobEvents(List.of((event) -> this.published.add(((JobEvent.Dispatched) event).count()))), room);
	}

	private List<NewJob> jobs(int count) {
		return IntStream.range(0, count).mapToObj((i) -> job("orders")).toList();
	}

	private NewJob job(String queue) {
		return new NewJob(JobId.of("%s-%026d".formatted(queue, ++this.ids)), queue, "a", "null");
	}

}
