package io.jobqueue.management;

import io.jobqueue.JobId;
import io.jobqueue.JobOperator;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStateException;
import io.jobqueue.JobStatus;
import io.jobqueue.Names;
import io.jobqueue.store.JobControl;
import io.jobqueue.store.StoreBackend;

import org.jspecify.annotations.Nullable;

/**
 * Acts on a store.
 */
public final class StoreJobOperator implements JobOperator {

	private final JobControl control;

	private final BulkOperation bulk;

	public StoreJobOperator(StoreBackend store) {
		this.control = store.control();
		this.bulk = new BulkOperation(store.browser());
	}

	@Override
	public boolean cancel(JobId id) {
		return cancelled(this.control.cancel(id));
	}

	@Override
	public boolean requeue(JobId id) {
		JobStatus status = this.control.requeue(id);
		if (status != null && !status.isEnd()) {
			throw new JobStateException(
					"Job '%s' is %s, and only an ended job can be requeued: wait for its end, or cancel it first"
						.formatted(id, status));
		}
		return status != null;
	}

	@Override
	public boolean delete(JobId id) {
		JobStatus status = this.control.delete(id);
		if (status == JobStatus.STARTED) {
			throw new JobStateException(
					"Job '%s' is STARTED, and a running job cannot be deleted: cancel it first".formatted(id));
		}
		return status != null;
	}

	@Override
	public long cancel(JobQuery query) {
		return this.bulk.run(query, (status) -> !status.isEnd(), (id) -> cancelled(this.control.cancel(id)));
	}

	@Override
	public long requeue(JobQuery query) {
		return this.bulk.run(query, JobStatus::isEnd, (id) -> requeued(this.control.requeue(id)));
	}

	@Override
	public long delete(JobQuery query) {
		return this.bulk.run(query, (status) -> status != JobStatus.STARTED, (id) -> deleted(this.control.delete(id)));
	}

	@Override
	public void pause(String queue) {
		this.control.pause(Names.requireQueue(queue));
	}

	@Override
	public void resume(String queue) {
		this.control.resume(Names.requireQueue(queue));
	}

	@Override
	public long purge(String queue) {
		return this.bulk.run(JobQuery.all().inQueue(queue), JobStatus::isWaiting,
				(id) -> deleted(this.control.delete(id)));
	}

	private static boolean cancelled(@Nullable JobStatus before) {
		return before != null && !before.isEnd();
	}

	private static boolean requeued(@Nullable JobStatus before) {
		return before != null && before.isEnd();
	}

	private static boolean deleted(@Nullable JobStatus before) {
		return before != null && before != JobStatus.STARTED;
	}

}
