package io.jobqueue.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import io.jobqueue.JobEvent;
import io.jobqueue.JobId;
import io.jobqueue.QueueFullException;
import io.jobqueue.store.job.Duplicates;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;

/** What came of the jobs of one dispatch. Used by one thread. */
final class Insertion {

	private static final int MOST_IDS = 100;

	private final List<NewJob> jobs;

	private final List<InsertResult> results;

	Insertion(List<NewJob> jobs, List<InsertResult> results) {
		this.jobs = jobs;
		this.results = new ArrayList<>(results);
	}

	/** What came of each job. */
	List<InsertResult> results() {
		return this.results;
	}

	/** The jobs that did not exist before. */
	List<NewJob> inserted() {
		return select(InsertResult::isInserted);
	}

	/** The jobs that found their queue full. */
	List<NewJob> full() {
		return select((result) -> result.kind() == InsertResult.Kind.FULL);
	}

	/** The events of the jobs whose unique key another job owns. */
	List<JobEvent.Duplicate> duplicates() {
		return Duplicates.of(this.jobs, this.results);
	}

	private List<NewJob> select(Predicate<InsertResult> which) {
		return IntStream.range(0, this.jobs.size())
			.filter((i) -> which.test(this.results.get(i)))
			.mapToObj(this.jobs::get)
			.toList();
	}

	/** Add what came of some of the jobs that had found their queue full. */
	void add(Insertion next) {
		Map<JobId, InsertResult> later = new HashMap<>();
		IntStream.range(0, next.jobs.size()).forEach((i) -> later.put(next.jobs.get(i).id(), next.results.get(i)));
		for (int i = 0; i < this.jobs.size(); i++) {
			this.results.set(i, later.getOrDefault(this.jobs.get(i).id(), this.results.get(i)));
		}
	}

	/**
	 * Check that no job has found its queue full.
	 * @param reason why the dispatch does not wait for room, as the end of a sentence
	 * @throws QueueFullException if one has
	 */
	void requireRoom(String reason) {
		List<NewJob> full = full();
		if (full.isEmpty()) {
			return;
		}
		NewJob first = full.get(0);
		String lost = (this.jobs.size() == 1) ? "job '%s' of task '%s' was".formatted(first.id(), first.task())
				: "%d of %d jobs, the first being '%s', were".formatted(full.size(), this.jobs.size(), first.id());
		List<JobId> stored = inserted().stream().map(NewJob::id).toList();
		throw new QueueFullException(
				("Queue '%s' is full, so %s not stored%s%s. Dispatch again later, let more workers serve the "
						+ "queue, or raise 'jobqueue.queues.%s.max-size'")
					.formatted(first.queue(), lost, reason, taken(stored), first.queue()),
				first.queue(), stored);
	}

	private static String taken(List<JobId> stored) {
		if (stored.isEmpty()) {
			return "";
		}
		String ids = String.join(", ", stored.stream().limit(MOST_IDS).map(JobId::value).toList());
		return "; it took %d: %s%s".formatted(stored.size(), ids, (stored.size() > MOST_IDS) ? ", …" : "");
	}

}
