package io.jobqueue.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.jobqueue.FailureGroup;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.QueueInfo;
import io.jobqueue.WorkerInfo;

/**
 * Reads for people, metrics and tests. No call costs more than its answer is long: counts
 * are kept, not counted, and a search reads a bounded number of jobs. Safe for use by
 * many threads.
 */
public interface JobBrowser {

	/** Those of the jobs that exist. */
	Map<JobId, JobInfo> find(Collection<JobId> ids);

	/** A page of jobs, see {@link JobQuery}. */
	JobPage search(JobQuery query);

	/** The names of all queues that ever had a job or a worker, sorted. */
	List<String> queues();

	/** One queue. */
	QueueInfo queue(String name);

	/** The workers whose lease has not run out, by id. */
	List<WorkerInfo> workers();

	/** The dead letters, grouped, the largest group first. */
	List<FailureGroup> failures();

}
