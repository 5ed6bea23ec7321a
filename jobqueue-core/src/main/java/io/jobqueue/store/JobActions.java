package io.jobqueue.store;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.job.JobAction;

import org.jspecify.annotations.Nullable;

/**
 * Operations on jobs and queues from outside of workers. Implementations are thread-safe.
 */
public interface JobActions {

	/**
	 * Apply an operation to jobs that have one of the given statuses, if the operation
	 * allows it. Each job is changed by a compare-and-set of its own.
	 * @param act the operation
	 * @param ids the ids of the jobs
	 * @param from the statuses of jobs to change
	 * @return each job that exists, as it was before; it was changed if and only if its
	 * status is one of the given ones and the operation allows it
	 */
	Map<JobId, JobBefore> act(JobAction act, Collection<JobId> ids, Set<JobStatus> from);

	/**
	 * {@link JobAction#CANCEL} one job.
	 * @return the status before, {@code null} if there is no such job; it was cancelled
	 * if and only if the act allows that
	 */
	default @Nullable JobStatus cancel(JobId id) {
		return status(act(JobAction.CANCEL, id));
	}

	/**
	 * {@link JobAction#REQUEUE} one job.
	 * @return the status before, {@code null} if there is no such job; it was requeued if
	 * and only if the act allows that
	 */
	default @Nullable JobStatus requeue(JobId id) {
		return status(act(JobAction.REQUEUE, id));
	}

	/**
	 * {@link JobAction#RUN_NOW} one job.
	 * @return the status before, {@code null} if there is no such job; it was made due if
	 * and only if the act allows that
	 */
	default @Nullable JobStatus runNow(JobId id) {
		return status(act(JobAction.RUN_NOW, id));
	}

	/**
	 * {@link JobAction#DELETE} one job.
	 * @return the status before, {@code null} if there is no such job; it was deleted if
	 * and only if the act allows that
	 */
	default @Nullable JobStatus delete(JobId id) {
		return status(act(JobAction.DELETE, id));
	}

	/**
	 * Apply an operation to one job, if the operation allows its status.
	 * @return the job as it was before, {@code null} if there is no such job
	 */
	default @Nullable JobBefore act(JobAction act, JobId id) {
		return act(act, List.of(id), EnumSet.allOf(JobStatus.class)).get(id);
	}

	private static @Nullable JobStatus status(@Nullable JobBefore before) {
		return (before != null) ? before.status() : null;
	}

	/**
	 * Stop claims of a queue from returning jobs, until it is resumed. Its workers wait.
	 * A queue that was unknown is listed from now on.
	 */
	void pause(String queue);

	/**
	 * Let claims of a queue return jobs again. One of its workers is signalled, which
	 * signals the next if jobs are left. An unknown queue stays unknown.
	 */
	void resume(String queue);

}
