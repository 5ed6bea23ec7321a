package io.jobqueue.autoconfigure.dispatch;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import io.jobqueue.JobEvent;
import io.jobqueue.JobEventListener;
import io.jobqueue.autoconfigure.StoreHealthDetails;
import io.jobqueue.task.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks whether a task with limits is dispatched to several queues. Its limits count per
 * queue, so more of its jobs run than its annotation says. A warning is logged once for
 * each task.
 */
final class LimitedTaskCheck implements JobEventListener, StoreHealthDetails {

	private static final Logger logger = LoggerFactory.getLogger(LimitedTaskCheck.class);

	private static final int MOST_QUEUES = 20;

	/** The tasks with limits, each with its queue. */
	private final Map<String, String> queues;

	private final Map<String, Set<String>> others = new ConcurrentHashMap<>();

	LimitedTaskCheck(Collection<Task> tasks) {
		Map<String, String> limited = new HashMap<>();
		tasks.stream()
			.filter((task) -> !task.limits().bounds(task.name()).isEmpty())
			.forEach((task) -> limited.put(task.name(), task.queue()));
		this.queues = Map.copyOf(limited);
	}

	@Override
	public void onEvent(JobEvent event) {
		if (event instanceof JobEvent.Dispatched dispatched) {
			String own = this.queues.get(dispatched.task());
			if (own != null && !own.equals(dispatched.queue())) {
				note(dispatched.task(), own, dispatched.queue());
			}
		}
	}

	private void note(String task, String own, String queue) {
		Set<String> noted = this.others.computeIfAbsent(task, (key) -> {
			logger.warn("Jobs of task '{}', whose queue is '{}', are dispatched to queue '{}' too. The limits of its "
					+ "@JobTask count per queue, so more of its jobs can run at once. Dispatch it to one queue, or limit "
					+ "each queue by jobqueue.queues.<name>.max-running", task, own, queue);
			return ConcurrentHashMap.newKeySet();
		});
		if (noted.size() < MOST_QUEUES) {
			noted.add(queue);
		}
	}

	@Override
	public Map<String, Object> details() {
		Map<String, Object> tasks = new TreeMap<>();
		this.others.forEach((task, names) -> {
			Set<String> all = new TreeSet<>(names);
			all.add(this.queues.getOrDefault(task, task));
			tasks.put(task, all);
		});
		return tasks.isEmpty() ? Map.of() : Map.of("limitedTasksInSeveralQueues", tasks);
	}

}
