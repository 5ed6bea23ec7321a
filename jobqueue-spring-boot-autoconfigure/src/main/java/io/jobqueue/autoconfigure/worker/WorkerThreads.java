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
 * The threads that run jobs. The class is not an {@link Executor}, because a bean of that
 * type would replace the default one of the application. The permits of the containers
 * limit the pool. A handler that ignores its interrupt keeps its thread but not its
 * permit, so the pool itself has no limit. Daemon threads let the process end without
 * such a handler.
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
