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
 * Queries that delegate all calls to other ones. A subclass changes what it overrides.
 */
public abstract class ForwardingQueries implements JobQueries {

	private final JobQueries target;

	protected ForwardingQueries(JobQueries target) {
		this.target = target;
	}

	@Override
	public Instant now() {
		return this.target.now();
	}

	@Override
	public Map<JobId, JobInfo> find(Collection<JobId> ids) {
		return this.target.find(ids);
	}

	@Override
	public List<JobSource> filled(List<JobSource> sources) {
		return this.target.filled(sources);
	}

	@Override
	public long tagged(String tag, List<String> queues) {
		return this.target.tagged(tag, queues);
	}

	@Override
	public List<JobPosition> positions(JobSource source, @Nullable JobPosition after, int limit) {
		return this.target.positions(source, after, limit);
	}

	@Override
	public List<JobInfo> jobs(JobSource source, List<JobId> ids) {
		return this.target.jobs(source, ids);
	}

	@Override
	public List<JobSummary> summaries(JobSource source, List<JobId> ids) {
		return this.target.summaries(source, ids);
	}

	@Override
	public List<String> queues() {
		return this.target.queues();
	}

	@Override
	public QueueInfo queue(String name) {
		return this.target.queue(name);
	}

	@Override
	public List<QueueInfo> queues(Collection<String> names) {
		return this.target.queues(names);
	}

	@Override
	public List<WorkerInfo> workers() {
		return this.target.workers();
	}

	@Override
	public List<FailureGroup> failures() {
		return this.target.failures();
	}

}
