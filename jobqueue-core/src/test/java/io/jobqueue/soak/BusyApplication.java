package io.jobqueue.soak;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import io.jobqueue.JobContext;
import io.jobqueue.JobEvent;
import io.jobqueue.JobEventListener;
import io.jobqueue.JobHandler;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.WorkerFlows;
import io.jobqueue.maintenance.MaintenanceOptions;
import io.jobqueue.maintenance.MaintenanceRunner;
import io.jobqueue.maintenance.PruneBehind;
import io.jobqueue.maintenance.RetentionOptions;
import io.jobqueue.maintenance.StoreDuties;
import io.jobqueue.retry.RetryPolicy;
import io.jobqueue.payload.StoredPayloads;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.StatusRetention;
import io.jobqueue.worker.options.AttemptTransaction;
import io.jobqueue.worker.options.LogOptions;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.task.settings.TaskDefaults;
import io.jobqueue.worker.JobWorker;
import io.jobqueue.worker.options.ContainerOptions;
import io.jobqueue.worker.options.WorkerOptions;
import io.jobqueue.worker.options.WorkerServices;
import io.jobqueue.worker.thread.JobThreads;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * A worker, and a thread that gives it as many jobs as it ends. One in a hundred jobs is
 * a dead letter, one is aborted, one is cancelled while it waits.
 */
final class BusyApplication implements AutoCloseable {

	static final String QUEUE = "busy";

	/** Of each status. */
	static final long BOUND = 1_000;

	private static final int BATCH = 500;

	private static final int BACKLOG = 5_000;

	private final StoreBackend store;

	private final PruneBehind prune;

	private final JobWorker worker;

	private final MaintenanceRunner maintenance;

	private final JobThreads threads = new JobThreads((action) -> {
		Thread thread = new Thread(action, "job");
		thread.setDaemon(true);
		return thread;
	});

	private final CountDownLatch fed = new CountDownLatch(1);

	private final AtomicLong ended = new AtomicLong();

	private volatile boolean closed;

	BusyApplication(StoreBackend store) {
		this.store = store;
		Map<JobStatus, StatusRetention> bounds = new EnumMap<>(JobStatus.class);
		RetentionOptions.DEFAULT.statuses()
			.forEach((status, retention) -> bounds.put(status, new StatusRetention(retention.keep(), BOUND)));
		RetentionOptions retention = new RetentionOptions(bounds);
		this.prune = new PruneBehind(store, retention);
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.registerSingleton("busy", new BusyTask());
		TaskDefaults defaults = new TaskDefaults(QUEUE, Duration.ofHours(1), RetryPolicy.DEFAULT, Map.of(),
				(text) -> text);
		this.worker = new JobWorker(() -> new WorkerIdentity("busy", "localhost", 1, Instant.EPOCH),
				List.of(new ContainerOptions(QUEUE, 50)), WorkerOptions.DEFAULT,
				new WorkerServices(this.prune.store(), new TaskScanner(beans, defaults).scan(),
						new JacksonJobSerializer(JsonMapper.builder().build()), List.of(),
						new JobEvents(List.of(new Counter(this.ended))), InstantSource.system(), this.threads,
						(name) -> this.threads, (action) -> action, StoredPayloads.NONE, LogOptions.DEFAULT,
						AttemptTransaction.NONE, WorkerFlows.NONE));
		this.maintenance = new MaintenanceRunner(store.outage(),
				StoreDuties.of(store, () -> List.of(QUEUE),
						new MaintenanceOptions(Duration.ofSeconds(30), 5, retention), this.worker::reclaimed,
						this.worker::idleHints));
	}

	void start() {
		this.prune.start();
		this.worker.start();
		this.maintenance.start();
		new Thread(this::feed, "feeder").start();
	}

	long ended() {
		return this.ended.get();
	}

	private void feed() {
		try {
			for (long number = 0; !this.closed; number = feed(number)) {
				while (!this.closed && number - this.ended.get() > BACKLOG) {
					Thread.yield();
				}
			}
		}
		finally {
			this.fed.countDown();
		}
	}

	private long feed(long from) {
		List<NewJob> jobs = new ArrayList<>();
		for (long number = from + 1; number <= from + BATCH; number++) {
			String digits = Long.toString(number);
			JobId id = JobId.of(QUEUE + "-" + "0".repeat(26 - digits.length()) + digits);
			jobs.add(new NewJob(id, QUEUE, BusyTask.NAME, Long.toString(number)));
		}
		this.store.intake().insert(jobs);
		for (int i = 0; i < jobs.size(); i += 100) {
			JobStatus before = this.store.actions().cancel(jobs.get(jobs.size() - 1 - i).id());
			if (before != null && !before.isEnd()) {
				this.ended.incrementAndGet();
			}
		}
		return from + BATCH;
	}

	@Override
	public void close() {
		this.closed = true;
		Awaitility.await().until(() -> this.fed.getCount() == 0);
		this.worker.stop();
		this.maintenance.stop();
		this.prune.stop();
		this.threads.close();
	}

	/** Counts what is stored. */
	private record Counter(AtomicLong ended) implements JobEventListener {

		@Override
		public void onEvent(JobEvent event) {
			if (event instanceof JobEvent.Finished) {
				this.ended.incrementAndGet();
			}
		}

	}

	/** Ends at once, each in its way. */
	@JobTask(name = BusyTask.NAME)
	static final class BusyTask implements JobHandler<Long, String> {

		static final String NAME = "busy";

		@Override
		public @Nullable String handle(Long number, JobContext job) {
			if (number % 100 == 1) {
				throw job.abort("one of a hundred");
			}
			if (number % 100 == 2) {
				throw new IllegalArgumentException("one of a hundred");
			}
			return "x".repeat(100);
		}

		@Override
		public boolean shouldRetry(Long number, Throwable error) {
			return false;
		}

	}

}
