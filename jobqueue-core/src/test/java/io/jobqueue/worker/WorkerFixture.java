package io.jobqueue.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;
import tools.jackson.databind.json.JsonMapper;

import io.jobqueue.JobEventListener;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobInterceptor;
import io.jobqueue.JobStatus;
import io.jobqueue.TaskRef;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.WorkerFlows;
import io.jobqueue.payload.StoredPayloads;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.ForwardingQueries;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.store.notes.JobNotes;
import io.jobqueue.worker.options.AttemptTransaction;
import io.jobqueue.worker.options.LogOptions;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.worker.options.ContainerOptions;
import io.jobqueue.worker.options.QueueDiscovery;
import io.jobqueue.worker.options.WorkerOptions;
import io.jobqueue.worker.options.WorkerServices;
import io.jobqueue.worker.thread.WorkerThreads;

/**
 * A worker on a store in memory that can be cut off.
 */
final class WorkerFixture implements AutoCloseable {

	final MemoryStoreBackend memory = new MemoryStoreBackend(InstantSource.system());

	/** The feed of the worker. */
	private final RemoteFeed feed = new RemoteFeed(this.memory.feed());

	final AtomicBoolean unavailable = this.feed.unavailable;

	/** Called before lines of logs are stored. */
	final AtomicReference<Runnable> appending = new AtomicReference<>(() -> {
	});

	final AtomicReference<@Nullable CountDownLatch> frozen = this.feed.frozen;

	final AtomicReference<@Nullable CountDownLatch> heldClaims = this.feed.heldClaims;

	final AtomicInteger mostAsked = this.feed.mostAsked;

	final Set<String> stoppedWaiting = this.feed.stoppedWaiting;

	/** How often the worker has read jobs by their ids. */
	final AtomicInteger finds = new AtomicInteger();

	/** How often the worker has read or written notes. */
	final AtomicInteger noteCalls = new AtomicInteger();

	final List<JobEventListener> listeners = new CopyOnWriteArrayList<>();

	final List<JobInterceptor> interceptors = new CopyOnWriteArrayList<>();

	TaskDecorator childDecorator = (action) -> action;

	/** Finds tasks by their classes and methods. */
	@Nullable TaskRegistry references;

	final Map<String, Task> tasks = new ConcurrentHashMap<>();

	final ExecutorService executor = Executors.newCachedThreadPool();

	/** Runs the jobs. */
	Executor jobs = this.executor;

	WorkerThreads.Factory threads = WorkerThreads.Factory.DAEMONS;

	private @Nullable JobWorker worker;

	private int count;

	private int starts;

	JobWorker start(WorkerOptions options, int concurrency) {
		return start(options, concurrency, List.of("q"));
	}

	JobWorker start(WorkerOptions options, int concurrency, List<String> queues) {
		JobWorker started = worker(options, QueueDiscovery.NONE,
				queues.stream().map((queue) -> new ContainerOptions(queue, concurrency)).toList());
		started.start();
		return started;
	}

	/** A worker that is not started yet. */
	JobWorker worker(WorkerOptions options, QueueDiscovery discovery, List<ContainerOptions> containers) {
		WorkerServices services = new WorkerServices(store(), registryOf(this.tasks, this.references),
				new JacksonJobSerializer(JsonMapper.builder().build()), this.interceptors,
				new JobEvents(this.listeners), InstantSource.system(), (job) -> this.jobs.execute(job),
				(name) -> this.executor, this.childDecorator, StoredPayloads.NONE, LogOptions.DEFAULT,
				AttemptTransaction.NONE, WorkerFlows.NONE);
		this.worker = new JobWorker(() -> new WorkerIdentity("w" + (++this.starts), "localhost", 1, Instant.EPOCH),
				containers, discovery, options, services, this.threads);
		return this.worker;
	}

	static WorkerOptions options() {
		return new WorkerOptions(Duration.ofSeconds(3), Duration.ofMillis(100), Duration.ofMillis(200),
				Duration.ofMillis(200), Duration.ofHours(1), 100, 5, 20, null, false);
	}

	FakeTask task(String name, FakeTask.Handler handler) {
		FakeTask task = new FakeTask(name, handler);
		this.tasks.put(name, task);
		return task;
	}

	FakeTask task(FakeTask task) {
		this.tasks.put(task.name(), task);
		return task;
	}

	JobId insert(String task) {
		return insert(task, "\"x\"");
	}

	JobId insert(String task, String payload) {
		return insert("q", task, payload);
	}

	JobId insert(String queue, String task, String payload) {
		JobId id = JobId.of(queue + "-%026d".formatted(++this.count));
		this.memory.intake().insert(List.of(new NewJob(id, queue, task, payload)));
		return id;
	}

	/** Another worker claims the only job and is lost. */
	void lose() {
		this.memory.feed().claim(new ClaimRequest("q", "lost", 1, Duration.ofMillis(1)));
		Awaitility.await().until(() -> this.memory.maintenance().reclaim("q", 100, 1).total() == 1);
	}

	void awaitStatus(JobId id, JobStatus status) {
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> info(id).status() == status);
	}

	JobInfo info(JobId id) {
		return this.memory.queries().find(List.of(id)).get(id);
	}

	/** The same store, whose feed can be cut off. */
	private StoreBackend store() {
		JobQueries queries = new ForwardingQueries(this.memory.queries()) {
			@Override
			public Map<JobId, JobInfo> find(Collection<JobId> ids) {
				WorkerFixture.this.finds.incrementAndGet();
				return super.find(ids);
			}
		};
		return new ForwardingBackend(this.memory) {
			@Override
			public JobFeed feed() {
				return WorkerFixture.this.feed;
			}

			@Override
			public JobQueries queries() {
				return queries;
			}

			@Override
			public <T> T part(Class<T> type) {
				T part = super.part(type);
				return (part instanceof JobNotes notes) ? type.cast(new RemoteNotes(notes,
						WorkerFixture.this.unavailable, WorkerFixture.this.appending, WorkerFixture.this.noteCalls))
						: part;
			}
		};
	}

	private static TaskRegistry registryOf(Map<String, Task> tasks, @Nullable TaskRegistry references) {
		return new TaskRegistry() {
			@Override
			public Collection<Task> tasks() {
				return tasks.values();
			}

			@Override
			public Optional<Task> find(String name) {
				return Optional.ofNullable(tasks.get(name));
			}

			@Override
			public Optional<Task> find(TaskRef ref) {
				return (ref instanceof TaskRef.Named || references == null) ? TaskRegistry.super.find(ref)
						: references.find(ref);
			}

			@Override
			public Target resolve(TaskRef ref) {
				throw new UnsupportedOperationException();
			}
		};
	}

	/** How many workers were started. */
	int workers() {
		return this.starts;
	}

	void stopWorker() {
		if (this.worker != null) {
			this.worker.stop();
		}
	}

	@Override
	public void close() {
		stopWorker();
		this.executor.shutdownNow();
	}

}
