package io.jobqueue.worker.notes;

import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

import io.jobqueue.store.JobFeed;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.notes.Attempt;
import io.jobqueue.store.notes.JobNotes;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.serialization.TextScope;
import io.jobqueue.task.Task;
import io.jobqueue.task.settings.LogCapture;
import io.jobqueue.worker.options.WorkerServices;
import io.jobqueue.worker.thread.WorkerThreads;

/** The notes of all attempts of a worker. */
public final class WorkerNotes {

	private final String worker;

	private final WorkerServices services;

	private final Supplier<JobNotes> notes;

	private final LogWriter logs;

	public WorkerNotes(String worker, WorkerServices services, WorkerThreads.Factory threads) {
		this.worker = worker;
		this.services = services;
		StoreBackend store = services.store();
		this.notes = () -> store.part(JobNotes.class);
		this.logs = new LogWriter(this.notes, services.logs().bounds(), threads);
	}

	/**
	 * Create the notes of an attempt.
	 * @param stopped whether the attempt must stop
	 * @param lost called when the store says that the job does not belong to this attempt
	 */
	public AttemptNotes of(ClaimedJob job, Task task, BooleanSupplier stopped, Runnable lost) {
		LogCapture own = task.captureLogs();
		Attempt attempt = new Attempt(job.queue(), this.worker, job.id(), job.delivery());
		Function<String, JobSerializer> serializers = (step) -> this.services.serializer()
			.within(TextScope.step(job.task(), step));
		return new AttemptNotes(new AttemptSteps(attempt, new StoreCalls(this.notes, stopped), serializers, lost),
				new AttemptLog(attempt, this.services.logs().bounds(), this.services.clock(), this.logs),
				(own != null) ? own : this.services.logs().capture());
	}

	/** A feed that stores the logs of attempts before their outcomes. */
	public JobFeed logsFirst(JobFeed feed) {
		return new LogsFirstFeed(feed, this.logs);
	}

	/** End the thread that stores logs. */
	public void close() {
		this.logs.close();
	}

}
