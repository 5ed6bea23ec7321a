package io.jobqueue.benchmarks;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobRequest;
import io.jobqueue.dispatch.DispatchHooks;
import io.jobqueue.dispatch.DispatchOptions;
import io.jobqueue.dispatch.StoringJobDispatcher;
import io.jobqueue.metrics.JobMetrics;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.Outcome;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.WorkerIdentity;
import io.jobqueue.store.redis.RedisStoreBackend;
import io.jobqueue.task.TaskDefaults;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.worker.ContainerOptions;
import io.jobqueue.worker.JobListenerContainerRegistry;
import io.jobqueue.worker.JobThreads;
import io.jobqueue.worker.WorkerListener;
import io.jobqueue.worker.WorkerOptions;
import io.jobqueue.worker.WorkerServices;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The library with the defaults of its auto-configuration: results and history are kept,
 * leases renewed, jobs counted and timed. Each drain has a worker of its own.
 */
final class Library implements Contender {

	private static final Nothing.Payload JOB = new Nothing.Payload(TEXT);

	private final LinkedBlockingQueue<Long> started = new LinkedBlockingQueue<>();

	private final Nothing handler = new Nothing(this.started);

	private final JobThreads executor = new JobThreads(Thread::new);

	private final JobMetrics metrics = new JobMetrics(new SimpleMeterRegistry());

	private final JobSerializer serializer = new JacksonJobSerializer(new JsonMapper());

	private final LettuceConnectionFactory connections;

	private final StoreBackend store;

	private final TaskRegistry tasks;

	private final JobDispatcher dispatcher;

	private int workers;

	Library(int port) {
		this.connections = new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", port));
		this.connections.afterPropertiesSet();
		this.connections.start();
		this.store = new RedisStoreBackend(this.connections, "bench");
		this.tasks = scan(this.handler);
		this.metrics.declare(Set.of(Nothing.QUEUE), this.tasks.tasks());
		this.dispatcher = new StoringJobDispatcher(this.store, this.tasks, this.serializer, DispatchOptions.DEFAULT,
				new DispatchHooks(List.of(), List.of(this.metrics)), InstantSource.system());
	}

	private static TaskRegistry scan(Nothing handler) {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.registerBeanDefinition("nothing",
				BeanDefinitionBuilder.genericBeanDefinition(Nothing.class, () -> handler).getBeanDefinition());
		return new TaskScanner(beans, TaskDefaults.DEFAULT).scan();
	}

	@Override
	public Set<String> ownCommands() {
		return Set.of("evalsha", "eval", "mget");
	}

	@Override
	public void dispatchOneByOne(int jobs) {
		for (int i = 0; i < jobs; i++) {
			this.dispatcher.dispatch(Nothing.class, JOB);
		}
	}

	@Override
	public void dispatchBulk(int jobs) {
		for (int sent = 0; sent < jobs; sent += CHUNK) {
			List<JobRequest> requests = new ArrayList<>(CHUNK);
			for (int i = sent; i < Math.min(jobs, sent + CHUNK); i++) {
				requests.add(JobRequest.of(Nothing.class, JOB));
			}
			this.dispatcher.dispatchAll(requests);
		}
	}

	@Override
	public void drain(int jobs, int concurrency) {
		CountDownLatch ended = new CountDownLatch(jobs);
		JobListenerContainerRegistry worker = start(concurrency, ended);
		try {
			Pause.until(ended);
		}
		finally {
			worker.stop();
		}
	}

	@Override
	public void dispatchAndDrain(int jobs, int concurrency) {
		CountDownLatch ended = new CountDownLatch(jobs);
		JobListenerContainerRegistry worker = start(concurrency, ended);
		try {
			dispatchBulk(jobs);
			Pause.until(ended);
		}
		finally {
			worker.stop();
		}
	}

	@Override
	public long[] idleLatencies(int jobs) {
		long[] latencies = new long[jobs];
		Runnable stop = idle();
		this.handler.tell(true);
		try {
			Pause.of(Duration.ofMillis(200));
			for (int i = 0; i < jobs; i++) {
				Pause.of(Duration.ofMillis(2));
				long sent = System.nanoTime();
				dispatchOneByOne(1);
				latencies[i] = Pause.take(this.started) - sent;
			}
		}
		finally {
			this.handler.tell(false);
			stop.run();
		}
		return latencies;
	}

	@Override
	public Runnable idle() {
		return start(10, new CountDownLatch(0))::stop;
	}

	private JobListenerContainerRegistry start(int concurrency, CountDownLatch ended) {
		WorkerListener counter = new WorkerListener() {
			@Override
			public void finished(ClaimedJob job, String task, Outcome outcome, Duration execution) {
				ended.countDown();
			}
		};
		InstantSource clock = InstantSource.system();
		WorkerIdentity identity = new WorkerIdentity("bench-" + ++this.workers, "localhost",
				ProcessHandle.current().pid(), clock.instant());
		WorkerServices services = new WorkerServices(this.store, this.tasks, this.serializer, List.of(),
				List.of(this.metrics, counter), clock, this.executor, (name) -> this.executor);
		JobListenerContainerRegistry worker = new JobListenerContainerRegistry(identity,
				List.of(new ContainerOptions(Nothing.QUEUE, concurrency)), WorkerOptions.DEFAULT, services);
		worker.start();
		return worker;
	}

	@Override
	public void close() {
		this.executor.close();
		this.connections.destroy();
	}

}
