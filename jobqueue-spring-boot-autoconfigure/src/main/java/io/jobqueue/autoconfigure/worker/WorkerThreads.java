package io.jobqueue.autoconfigure.worker;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.jobqueue.autoconfigure.JobQueueThreadsCustomizer;
import io.jobqueue.worker.thread.JobThreads;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads that run jobs. The class is not an {@link Executor}, because a bean of that
 * type would replace the default one of the application. The permits of the containers
 * limit the pool. A handler that ignores its interrupt keeps its thread but not its
 * permit, so the pool itself has no limit. Daemon threads let the process end without
 * such a handler.
 */
final class WorkerThreads implements DisposableBean {

	/** The name of the executor for tasks that compute. */
	static final String CPU = "cpu";

	private static final String PREFIX = "jobqueue-job-";

	private static final long KEEP_SECONDS = 60;

	private final Executor executor;

	private final @Nullable JobThreads pool;

	private final ThreadPoolExecutor cpu;

	private WorkerThreads(Executor executor, @Nullable JobThreads pool) {
		this.executor = executor;
		this.pool = pool;
		int processors = Runtime.getRuntime().availableProcessors();
		// The permits of the containers limit the queue. Threads are made by the first
		// job.
		this.cpu = new ThreadPoolExecutor(processors, processors, KEEP_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), factory("jobqueue-cpu-", List.of()));
		this.cpu.allowCoreThreadTimeOut(true);
	}

	static WorkerThreads virtual() {
		return new WorkerThreads(new VirtualThreadTaskExecutor(PREFIX), null);
	}

	static WorkerThreads platform(List<JobQueueThreadsCustomizer> customizers) {
		JobThreads pool = new JobThreads(factory(PREFIX, customizers));
		return new WorkerThreads(pool, pool);
	}

	private static ThreadFactory factory(String prefix, List<JobQueueThreadsCustomizer> customizers) {
		CustomizableThreadFactory factory = new CustomizableThreadFactory(prefix);
		customizers.forEach((customizer) -> customizer.customize(factory));
		factory.setDaemon(true);
		return factory;
	}

	Executor executor() {
		return this.executor;
	}

	/** Return platform threads for tasks that compute, one for each processor. */
	Executor cpu() {
		return this.cpu;
	}

	/**
	 * The worker has stopped before, so jobs that wait for a processor return at once.
	 */
	@Override
	public void destroy() {
		this.cpu.shutdown();
		if (this.pool != null) {
			this.pool.close();
		}
	}

}
