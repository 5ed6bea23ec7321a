package io.jobqueue.crash;

import java.time.Duration;

import io.jobqueue.worker.JobWorker;

import org.springframework.context.support.GenericApplicationContext;

/**
 * A worker process.
 */
final class WorkerMain {

	private WorkerMain() {
	}

	public static void main(String[] args) throws InterruptedException {
		GenericApplicationContext context = WorkerContext.of(args[0], WorkerSettings.parse(args[1]));
		context.registerShutdownHook();
		context.refresh();
		context.getBean(JobWorker.class).awaitStopped(Duration.ofHours(1));
	}

}
