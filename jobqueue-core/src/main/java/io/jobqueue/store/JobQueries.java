package io.jobqueue.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.jobqueue.FailureGroup;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobSummary;
import io.jobqueue.QueueInfo;
import io.jobqueue.WorkerInfo;
import io.jobqueue.store.job.JobPosition;
import io.jobqueue.store.job.JobSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads for users, metrics and tests. The cost of a call is proportional to its result:
 * sizes are kept, not counted. The search of {@code io.jobqueue.management} is composed
 * of sources, positions and reads of the jobs there. Implementations are thread-safe.
 */
public interface JobQueries {

	/** The clock of the store. */
	Instant now();

	/** The jobs that exist. */
	Map<JobId, JobInfo> find(Collection<JobId> ids);

	/**
	 * The sources that have a job, in the order given. Where there are many, a store asks
	 * for all together. One whose jobs have just left may be among them.
	 */
	List<JobSource> filled(List<JobSource> sources);

	/**
	 * How many jobs have a tag, as an estimate of what a search by it reads. A store may
	 * stop at a bound of its own, and may count jobs of other queues.
	 * @param queues the queues to search
	 */
	long tagged(String tag, List<String> queues);

	/**
	 * The next jobs of a source, the last first. Of ended jobs, the one that ended last
	 * comes first. Of waiting jobs, it is the one that is claimed or becomes due last. Of
	 * running jobs and of those with a tag, it is the one with the highest id.
	 * @param after the position to go on after, whose job may be gone; {@code null} for
	 * the beginning
	 * @param limit the most positions to return; fewer are returned at the end only
	 */
	List<JobPosition> positions(JobSource source, @Nullable JobPosition after, int limit);

	/** The jobs that are in a source, in the order of the ids. */
	List<JobInfo> jobs(JobSource source, List<JobId> ids);

	/**
	 * As {@link #jobs}, without what only a page about one job shows. A store overrides
	 * it if that costs less.
	 */
	default List<JobSummary> summaries(JobSource source, List<JobId> ids) {
		return jobs(source, ids).stream().map(JobSummary::of).toList();
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
