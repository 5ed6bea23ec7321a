package io.jobqueue.autoconfigure.raw;

import java.util.ArrayList;
import java.util.List;

import io.jobqueue.JobQueueException;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.autoconfigure.properties.PropertyChecks;
import io.jobqueue.autoconfigure.properties.RawQueueProperties;
import io.jobqueue.autoconfigure.properties.ValueRule;
import io.jobqueue.raw.RawQueue;
import io.jobqueue.raw.RawQueues;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Converts the keys under {@code jobqueue.raw-queues} to values of the core. */
final class RawSettings {

	private static final String KEY = "jobqueue.raw-queues.";

	private RawSettings() {
	}

	static RawQueues queues(JobQueueProperties properties, TaskRegistry tasks, StoreBackend store) {
		List<RawQueue> queues = new ArrayList<>();
		properties.rawQueues().forEach((name, own) -> {
			String broken = ValueRule.name().broken(name);
			if (broken != null) {
				throw PropertyChecks.invalid(KEY + name, name, broken);
			}
			RawQueue queue = new RawQueue(name, own.type(), own.task(), queue(name, own, properties, tasks),
					own.pollInterval());
			requireKept(queue, store);
			queues.add(queue);
		});
		return new RawQueues(store, queues);
	}

	private static String queue(String name, RawQueueProperties own, JobQueueProperties properties,
			TaskRegistry tasks) {
		String queue = own.queue();
		if (queue != null) {
			return queue;
		}
		if (own.task() == null) {
			return properties.defaultQueue();
		}
		return tasks.find(own.task())
			.map(Task::queue)
			.orElseThrow(() -> PropertyChecks.invalid(KEY + name + ".queue", "",
					"must be set, because this application does not have the task '%s'".formatted(own.task()),
					"Set it to the queue of the task, or correct '%s.task'".formatted(KEY + name)));
	}

	private static void requireKept(RawQueue queue, StoreBackend store) {
		try {
			new RawQueues(store, List.of(queue)).check();
		}
		catch (JobQueueException ex) {
			throw new InvalidConfigurationPropertyValueException(KEY + queue.name() + ".type", queue.type(),
					String.valueOf(ex.getMessage()));
		}
	}

}
