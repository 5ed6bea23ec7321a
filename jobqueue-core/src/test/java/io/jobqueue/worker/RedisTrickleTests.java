package io.jobqueue.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.jobqueue.JobEvent;
import io.jobqueue.JobEventListener;
import io.jobqueue.JobId;
import io.jobqueue.TaskRef;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.WorkerFlows;
import io.jobqueue.maintenance.PruneBehind;
import io.jobqueue.maintenance.RetentionOptions;
import io.jobqueue.payload.StoredPayloads;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.redis.RedisStoreBackend;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.testsupport.TestRedis;
import io.jobqueue.worker.options.AttemptTransaction;
import io.jobqueue.worker.options.ContainerOptions;
import io.jobqueue.worker.options.LogOptions;
import io.jobqueue.worker.options.WorkerOptions;
import io.jobqueue.worker.options.WorkerServices;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Redis does for a job, from its dispatch to its stored end: all commands, those
 * inside of scripts included. {@code docs/performance.md} says what each one is for.
 */
@Tag("process")
class RedisTrickleTests {

	private static final int JOBS = 20;

	private final TestRedis redis = TestRedis.start();

	private final ExecutorService jobThreads = Executors.newCachedThreadPool();

	private final StoreBackend store = new RedisStoreBackend(this.redis.connectionFactory(), "trickle");

	private final PruneBehind prune = new PruneBehind(this.store, RetentionOptions.DEFAULT);

	private final JobWorker worker = worker();

	private volatile CountDownLatch open = new CountDownLatch(0);

	private int inserted;

	@BeforeEach
	void start() throws Exception {
		this.prune.start();
		this.worker.start();
		runOneByOne(3);
	}

	@AfterEach
	void stop() {
		this.worker.stop();
		this.prune.stop();
		this.jobThreads.shutdownNow();
		this.redis.close();
	}

	@Test
	void jobForAnIdleWorkerTakesThreeRoundTripsAndFewCommands() throws Exception {
		resetCommands();
		runOneByOne(JOBS);
		Map<String, Integer> commands = commands();
		assertThat(commands).containsEntry("evalsha", 3 * JOBS);
		assertThat(commands.values().stream().mapToInt(Integer::intValue).sum()).describedAs("%s", commands)
			.isLessThanOrEqualTo(26 * JOBS);
	}

	private void runOneByOne(int count) throws Exception {
		for (int i = 0; i < count; i++) {
			CountDownLatch latch = new CountDownLatch(1);
			this.open = latch;
			JobId id = JobId.of("q-%026d".formatted(this.inserted++));
			this.store.intake().insert(List.of(new NewJob(id, "q", "task", "\"x\"")));
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	private void resetCommands() {
		try (RedisConnection connection = this.redis.connectionFactory().getConnection()) {
			connection.serverCommands().resetConfigStats();
		}
	}

	private Map<String, Integer> commands() {
		Map<String, Integer> commands = new TreeMap<>();
		try (RedisConnection connection = this.redis.connectionFactory().getConnection()) {
			connection.serverCommands()
				.info("commandstats")
				.forEach((name, value) -> commands.put(name.toString().replace("cmdstat_", ""),
						Integer.parseInt(value.toString().replaceFirst("calls=(\\d+),.*", "$1"))));
		}
		commands.keySet().removeIf((name) -> name.startsWith("config") || name.equals("info"));
		return commands;
	}

	/** It polls and renews so seldom that neither is counted. */
	private JobWorker worker() {
		JobEventListener listener = (event) -> {
			if (event instanceof JobEvent.Finished) {
				this.open.countDown();
			}
		};
		WorkerServices services = new WorkerServices(this.prune.store(),
				registryOf(new FakeTask("task", (payload, job) -> null)),
				new JacksonJobSerializer(JsonMapper.builder().build()), List.of(), new JobEvents(List.of(listener)),
				InstantSource.system(), this.jobThreads::execute, (name) -> this.jobThreads, (action) -> action,
				StoredPayloads.NONE, LogOptions.DEFAULT, AttemptTransaction.NONE, WorkerFlows.NONE);
		WorkerOptions options = new WorkerOptions(Duration.ofHours(1), Duration.ofHours(1), Duration.ofMillis(200),
				Duration.ofMillis(200), Duration.ofHours(1), 100, 5, 20, null, false);
		return new JobWorker(() -> new WorkerIdentity("w", "localhost", 1, Instant.EPOCH),
				List.of(new ContainerOptions("q", 10)), options, services);
	}

	private static TaskRegistry registryOf(Task task) {
		return new TaskRegistry() {
			@Override
			public Collection<Task> tasks() {
				return List.of(task);
			}

			@Override
			public Optional<Task> find(String name) {
				return Optional.of(task);
			}

			@Override
			public Target resolve(TaskRef ref) {
				throw new UnsupportedOperationException();
			}
		};
	}

}
