package io.jobqueue.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.jobqueue.FailureGroup;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.QueueInfo;
import io.jobqueue.WorkerInfo;

/**
 * Reads for people, metrics and tests. No call costs more than its answer is long: counts
 * are kept, not counted, and a search reads a bounded number of jobs. Safe for use by
 * many threads.
 */
public interface JobBrowser {

	/** The store's clock. */
	Instant now();

	/** Those of the jobs that exist. */
	Map<JobId, JobInfo> find(Collection<JobId> ids);

	/**
	 * A page of jobs, see {@link JobQuery}: by status in the order of {@link JobStatus},
	 * then by queue. Inside these the last one comes first: of ended jobs the one that
	 * ended last, of those that wait the one that is claimed, or falls due, last, of
	 * those that run the one of the highest id.
	 */
	JobPage search(JobQuery query);

	/**
	 * As {@link #search}, for what needs no more than to name the jobs. A store for which
	 * that costs less overrides it.
	 */
	default JobKeys keys(JobQuery query) {
		return JobKeys.of(search(query));
	}

	/**
	 * The names of all queues that have a job or a worker or are paused, sorted. One that
	 * has none of these any more is listed until maintenance forgets it.
	 */
	List<String> queues();

	/** One queue. */
	QueueInfo queue(String name);

	/**
	 * Queues, in the order of their names as given. Where there are many, a store asks
	 * for all together.
	 */
	default List<QueueInfo> queues(Collection<String> names) {
		return names.stream().map(this::queue).toList();
	}

	/** The workers whose lease has not run out, by id. */
	List<WorkerInfo> workers();

	/**
	 * The dead letters, grouped by queue, task and type of the error, the largest group
	 * first. A dead letter without an error counts under the empty type.
	 */
	List<FailureGroup> failures();

}
