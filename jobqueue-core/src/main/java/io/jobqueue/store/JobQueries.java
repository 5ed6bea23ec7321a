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
import io.jobqueue.store.job.JobKeys;

/**
 * Reads for users, metrics and tests. The cost of a call is proportional to its result:
 * sizes are kept, not counted, and a search reads a bounded number of jobs.
 * Implementations are thread-safe.
 */
public interface JobQueries {

	/** The clock of the store. */
	Instant now();

	/** The jobs that exist. */
	Map<JobId, JobInfo> find(Collection<JobId> ids);

	/**
	 * A page of jobs, see {@link JobQuery}: by status in the order of {@link JobStatus},
	 * then by queue. Within these the order is reversed. Of ended jobs, the one that
	 * ended last comes first. Of waiting jobs, it is the one that is claimed or becomes
	 * due last. Of running jobs, it is the one with the highest id.
	 */
	JobPage search(JobQuery query);

	/**
	 * As {@link #search}, for callers that need only the ids of the jobs. A store
	 * overrides it if that costs less.
	 */
	default JobKeys keys(JobQuery query) {
		return JobKeys.of(search(query));
	}

	/**
	 * The names of all queues that have a job, a worker, a pause or a schedule, sorted. A
	 * queue that has none of these any more is listed until maintenance removes it.
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

	/** The workers whose lease has not expired, by id. */
	List<WorkerInfo> workers();

	/**
	 * The dead letters, grouped by queue, task and type of the error, the largest group
	 * first. A dead letter without an error counts under the empty type.
	 */
	List<FailureGroup> failures();

}
