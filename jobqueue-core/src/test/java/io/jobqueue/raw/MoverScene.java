package io.jobqueue.raw;

import io.jobqueue.serialization.PayloadMask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.jobqueue.JobEvent;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.RawJobFactory;
import io.jobqueue.RawQueueInfo.DeadItem;
import io.jobqueue.RawQueueType;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.dispatch.DispatchOptions;
import io.jobqueue.dispatch.JobPreparation;
import io.jobqueue.dispatch.PayloadWriter;
import io.jobqueue.event.JobEvents;
import io.jobqueue.management.JobSearch;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.task.settings.TaskDefaults;
import io.jobqueue.testsupport.SettableClock;

import org.junit.jupiter.api.AfterEach;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** An application with tasks and a raw queue in memory. */
abstract class MoverScene {

	static final String QUEUE = "mails";

	static final RawQueue INBOX = queue("inbox", "mails.send");

	final SettableClock clock = new SettableClock();

	StoreBackend store = new MemoryStoreBackend(this.clock);

	final List<JobEvent> events = new CopyOnWriteArrayList<>();

	final List<String> served = new CopyOnWriteArrayList<>(List.of(QUEUE));

	final List<RawJobFactory> factories = new ArrayList<>();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Mails.class);

	private final TaskRegistry tasks = new TaskScanner(this.context.getBeanFactory(), TaskDefaults.DEFAULT).scan();

	@AfterEach
	void close() {
		this.context.close();
	}

	static RawQueue queue(String name, String task) {
		return new RawQueue(name, RawQueueType.LIST, task, QUEUE, RawQueue.SHORTEST_POLL);
	}

	RawQueues queues(RawQueue... queues) {
		return new RawQueues(this.store, List.of(queues));
	}

	RawMover mover(RawQueue... queues) {
		JacksonJobSerializer serializer = new JacksonJobSerializer();
		JobPreparation preparation = new JobPreparation(this.tasks,
				new PayloadWriter(serializer, DispatchOptions.DEFAULT), List.of(), Duration.ofDays(1), this.clock);
		return new RawMovers(this.store, preparation, this.tasks, serializer, this.factories,
				DispatchOptions.DEFAULT.maxSize())
			.mover(queues(queues), this.served, () -> this.served, (queue) -> 4,
					new JobEvents(List.of(this.events::add)));
	}

	void push(RawQueue queue, String... items) {
		queues(queue).push(queue.name(), List.of(items));
	}

	/** Move until there is nothing to do at once. */
	void move(RawQueue... queues) {
		RawMover mover = mover(queues);
		while (mover.runOnce().isZero()) {
			// There is more.
		}
	}

	/** The jobs in the order of their ids. */
	List<JobInfo> jobs() {
		return new JobSearch(this.store.queries()).search(JobQuery.all().withLimit(1000))
			.jobs()
			.stream()
			.sorted((one, other) -> one.id().value().compareTo(other.id().value()))
			.toList();
	}

	List<String> payloads() {
		return jobs().stream().map(JobInfo::payload).toList();
	}

	List<DeadItem> dead(RawQueue queue) {
		return queues(queue).info(queue.name(), PayloadMask.of(new JacksonJobSerializer())).newestDead();
	}

	long size(RawQueue queue) {
		return queues(queue).info(queue.name(), PayloadMask.of(new JacksonJobSerializer())).size();
	}

	/** A payload. */
	record Mail(String to, int copies) {
	}

	static class Mails {

		@JobTask(queue = QUEUE, name = "mails.send")
		void send(Mail mail) {
		}

		@JobTask(queue = QUEUE, name = "mails.clean", uniqueKey = "'clean'")
		void clean() {
		}

	}

}
