package io.jobqueue.store;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;

import org.jspecify.annotations.Nullable;

/**
 * What people and code do to jobs and queues from outside. Safe for use by many threads.
 */
public interface JobControl {

	/**
	 * Do something to jobs, as far as they are in one of the given statuses and the act
	 * allows it. Each job is changed by a compare-and-set of its own.
	 * @param act what to do
	 * @param ids the jobs
	 * @param from the statuses to do it in
	 * @return the status before, of each job that exists; a job was changed if and only
	 * if that is one of the given statuses and the act allows it
	 */
	Map<JobId, JobStatus> act(JobAct act, Collection<JobId> ids, Set<JobStatus> from);

	/**
	 * {@link JobAct#CANCEL} one job.
	 * @return the status before, {@code null} if there is no such job; it was cancelled
	 * if and only if the act allows that
	 */
	default @Nullable JobStatus cancel(JobId id) {
		return act(JobAct.CANCEL, List.of(id), EnumSet.allOf(JobStatus.class)).get(id);
	}

	/**
	 * {@link JobAct#REQUEUE} one job.
	 * @return the status before, {@code null} if there is no such job; it was requeued if
	 * and only if the act allows that
	 */
	default @Nullable JobStatus requeue(JobId id) {
		return act(JobAct.REQUEUE, List.of(id), EnumSet.allOf(JobStatus.class)).get(id);
	}

	/**
	 * {@link JobAct#DELETE} one job.
	 * @return the status before, {@code null} if there is no such job; it was deleted if
	 * and only if the act allows that
	 */
	default @Nullable JobStatus delete(JobId id) {
		return act(JobAct.DELETE, List.of(id), EnumSet.allOf(JobStatus.class)).get(id);
	}

	/**
	 * Let claims of a queue return nothing, and its workers sleep, until resumed. A queue
	 * that was unknown is listed from now on.
	 */
	void pause(String queue);

	/**
	 * Let claims of a queue return jobs again, and signal one of its workers, which wakes
	 * the next if it leaves something. An unknown queue stays unknown.
	 */
	void resume(String queue);

}
