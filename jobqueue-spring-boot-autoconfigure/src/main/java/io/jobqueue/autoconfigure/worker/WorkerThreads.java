package io.jobqueue.autoconfigure.worker;

import java.util.List;
import java.util.concurrent.Executor;

import io.jobqueue.autoconfigure.JobQueueThreadsCustomizer;
import io.jobqueue.worker.thread.JobThreads;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads that run jobs. It is no {@link Executor} itself, because a bean of that
 * type would take the place of the application's default one. The permits of the
 * containers bound the pool; a handler that ignores its interruption keeps its thread but
 * not its permit, so the pool has no limit of its own, and daemon threads let the process
 * end without it.
 */
final class WorkerThreads implements DisposableBean {

	private static final String PREFIX = "jobqueue-job-";

	private final Executor executor;

	private final @Nullable JobThreads pool;

	private WorkerThreads(Executor executor, @Nullable JobThreads pool) {
		this.executor = executor;
		this.pool = pool;
	}

	static WorkerThreads virtual() {
		return new WorkerThreads(new VirtualThreadTaskExecutor(PREFIX), null);
	}

	static WorkerThreads platform(List<JobQueueThreadsCustomizer> customizers) {
		CustomizableThreadFactory factory = new CustomizableThreadFactory(PREFIX);
		customizers.forEach((customizer) -> customizer.customize(factory));
		factory.setDaemon(true);
		JobThreads pool = new JobThreads(factory);
		return new WorkerThreads(pool, pool);
	}

	Executor executor() {
		return this.executor;
	}

	@Override
	public void destroy() {
		if (this.pool != null) {
			this.pool.close();
		}
	}

}
