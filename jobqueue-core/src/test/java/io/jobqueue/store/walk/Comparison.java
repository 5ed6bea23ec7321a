package io.jobqueue.store.walk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.jobqueue.FailureGroup;
import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.QueueInfo;
import io.jobqueue.WorkerInfo;
import io.jobqueue.lifecycle.Place;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.feed.WorkerIdentity;

import org.jspecify.annotations.Nullable;

/**
 * Compares what a store and the oracle show.
 */
record Comparison(Oracle oracle, JobQueries queries) {

	/** What is cheap enough to be compared often. */
	void compare(Set<JobId> gone) {
		Set<JobId> asked = new HashSet<>(this.oracle.jobs.keySet());
		asked.addAll(gone);
		Map<JobId, JobInfo> found = this.queries.find(asked);
		equal("The jobs that are found", found.keySet(), this.oracle.jobs.keySet());
		for (OracleJob job : this.oracle.jobs.values()) {
			JobInfo shown = found.get(job.id());
			job.look(shown).requireAgreement("Job", Look.of(shown), this.oracle.time);
		}
		List<String> listed = this.queries.queues();
		this.oracle.forgetUnlisted(listed);
		equal("The queues", listed, List.copyOf(this.oracle.queues.keySet()));
		this.queries.queues(this.oracle.queues.keySet()).forEach(this::compare);
		workers(this.queries.workers());
	}

	private void compare(QueueInfo queue) {
		Map<JobStatus, Long> sizes = new EnumMap<>(JobStatus.class);
		for (JobStatus status : JobStatus.values()) {
			sizes.put(status, (long) jobs(queue.name(), status).size());
		}
		equal("The sizes of '" + queue.name() + "'", queue.sizes(), sizes);
		equal("'paused' of '" + queue.name() + "'", queue.paused(), this.oracle.queue(queue.name()).paused);
		Duration age = queue.oldestAge();
		boolean waits = !this.oracle.ready(queue.name()).isEmpty() || !this.oracle.due(queue.name()).isEmpty();
		Oracle.require((age != null) == waits, "'oldestAge' of '%s' is %s", queue.name(), age);
	}

	private Set<JobId> jobs(String queue, JobStatus status) {
		return ids((job) -> job.state.queue().equals(queue) && job.status() == status);
	}

	private Set<JobId> ids(Predicate<OracleJob> condition) {
		return this.oracle.jobs(condition).stream().map(OracleJob::id).collect(Collectors.toSet());
	}

	private void workers(List<WorkerInfo> workers) {
		Set<List<String>> shown = new HashSet<>();
		for (WorkerInfo worker : workers) {
			equal("A worker", new WorkerIdentity(worker.id(), worker.host(), worker.pid(), worker.startedAt()),
					this.oracle.workers.get(worker.id()));
			for (WorkerInfo.Container container : worker.containers()) {
				shown.add(List.of(container.queue(), worker.id()));
				OracleQueue.Lease lease = this.oracle.queue(container.queue()).leases.get(worker.id());
				Oracle.require(lease != null && !lease.isOver(this.oracle.time.now()), "%s has no lease", container);
				Oracle.require(!lease.announced || lease.concurrency == container.concurrency(), "%s is shown",
						container);
				equal("The running jobs", Set.copyOf(container.running()),
						ids((job) -> job.status() == JobStatus.STARTED && job.isIn(container.queue(), Place.HELD)
								&& job.state.hold().worker().equals(worker.id())));
			}
		}
		for (OracleQueue queue : this.oracle.queues.values()) {
			queue.leases.forEach((worker, lease) -> Oracle.require(
					!lease.announced || lease.isOver(this.oracle.time.now())
							|| shown.contains(List.of(queue.name, worker)),
					"Worker '%s' of '%s' is not shown", worker, queue.name));
		}
	}

	/** What is asked page by page. */
	void search(JobQuery query) {
		List<JobId> found = new ArrayList<>();
		@Nullable String cursor = null;
		do {
			JobPage page = new JobSearch(this.queries).search(query.after(cursor));
			page.jobs().forEach((job) -> found.add(job.id()));
			cursor = page.next();
		}
		while (cursor != null);
		equal("The size of " + query, found.size(), Set.copyOf(found).size());
		equal("The jobs of " + query, Set.copyOf(found), ids((job) -> matches(query, job)));
	}

	private static boolean matches(JobQuery query, OracleJob job) {
		JobError error = job.kept.error();
		return (query.queue() == null || query.queue().equals(job.state.queue()))
				&& query.statuses().contains(job.status()) && job.data.traits().tags().containsAll(query.tags())
				&& (query.task() == null || query.task().equals(job.data.task()))
				&& (query.errorType() == null || (error != null && error.type().equals(query.errorType())));
	}

	void failures() {
		Map<List<String>, Long> expected = this.oracle.jobs((job) -> job.status().isDeadLetter())
			.stream()
			.collect(
					Collectors
						.groupingBy(
								(job) -> List.of(job.state.queue(), job.data.task(),
										(job.kept.error() != null) ? job.kept.error().type() : ""),
								Collectors.counting()));
		Map<List<String>, Long> actual = this.queries.failures()
			.stream()
			.collect(Collectors.toMap((group) -> List.of(group.queue(), group.task(), group.errorType()),
					FailureGroup::count));
		equal("The failures", actual, expected);
	}

	private static void equal(String what, Object actual, Object expected) {
		Oracle.require(actual.equals(expected), "%s:%n  is       %s%n  and not  %s", what, actual, expected);
	}

}
