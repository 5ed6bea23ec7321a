package io.jobqueue.dashboard.api;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.jobqueue.JobStatus;
import io.jobqueue.QueueInfo;
import io.jobqueue.WorkerInfo;
import org.jspecify.annotations.Nullable;

/**
 * A queue in a list.
 *
 * @param name its name
 * @param paused whether workers do not claim its jobs
 * @param sizes the number of jobs in each status
 * @param waiting the number of jobs that wait for a worker or for their time
 * @param running the number of jobs that run
 * @param deadLetters the number of dead letters
 * @param oldestAgeMillis how long the job at the head has been due, {@code null} if none
 * waits
 * @param workers the number of workers that serve it
 * @param capacity how many of its jobs can run at the same time
 * @param donePerMinute attempts that ended a minute, on average of the last 5 whole
 * minutes; {@code null} if that is not known
 */
record QueueRow(String name, boolean paused, Map<JobStatus, Long> sizes, long waiting, long running, long deadLetters,
		@Nullable Long oldestAgeMillis, int workers, int capacity, @Nullable Double donePerMinute) {

	static QueueRow of(QueueInfo queue, List<WorkerInfo> workers, @Nullable Double donePerMinute) {
		List<WorkerInfo.Container> serving = workers.stream()
			.flatMap((worker) -> worker.containers().stream())
			.filter((container) -> container.queue().equals(queue.name()))
			.toList();
		Map<JobStatus, Long> sizes = new EnumMap<>(JobStatus.class);
		sizes.putAll(queue.sizes());
		Duration age = queue.oldestAge();
		return new QueueRow(queue.name(), queue.paused(), sizes, sum(sizes, JobStatus::isWaiting),
				queue.size(JobStatus.STARTED), sum(sizes, JobStatus::isDeadLetter),
				(age != null) ? age.toMillis() : null, serving.size(),
				serving.stream().mapToInt(WorkerInfo.Container::concurrency).sum(), donePerMinute);
	}

	private static long sum(Map<JobStatus, Long> sizes, Predicate<JobStatus> which) {
		return sizes.entrySet()
			.stream()
			.filter((entry) -> which.test(entry.getKey()))
			.mapToLong(Map.Entry::getValue)
			.sum();
	}

	/** Return the number of jobs that could start now. */
	long due() {
		return this.sizes.getOrDefault(JobStatus.QUEUED, 0L) + this.sizes.getOrDefault(JobStatus.INTERRUPTED, 0L);
	}

}
