package io.jobqueue.management.masking;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.FailureGroup;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobSummary;
import io.jobqueue.QueueInfo;
import io.jobqueue.WorkerInfo;
import io.jobqueue.serialization.PayloadMask;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.job.JobPosition;
import io.jobqueue.store.job.JobSource;

import org.jspecify.annotations.Nullable;

/** Queries whose jobs have masked payloads and results. */
record MaskedQueries(JobQueries target, PayloadMask mask) implements JobQueries {

	@Override
	public Instant now() {
		return this.target.now();
	}

	@Override
	public Map<JobId, JobInfo> find(Collection<JobId> ids) {
		Map<JobId, JobInfo> found = new LinkedHashMap<>();
		this.target.find(ids).forEach((id, job) -> found.put(id, masked(job)));
		return found;
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
		return this.target.jobs(source, ids).stream().map(this::masked).toList();
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

	private JobInfo masked(JobInfo job) {
		String payload = this.mask.payload(job.task(), job.payload());
		String result = (job.result() != null) ? this.mask.result(job.task(), job.result()) : null;
		return new JobInfo(job.id(), job.task(), job.queue(), job.status(), payload, job.headers(), job.correlationId(),
				job.flow(), job.tags(), job.priority(), job.maxRetries(), job.timeout(), job.attempts(),
				job.retriesUsed(), job.delivery(), job.createdAt(), job.dueAt(), job.startedAt(), job.endedAt(),
				job.worker(), job.progress(), job.progressText(), job.error(), job.onFailureError(), result,
				job.history());
	}

}
