package io.jobqueue.task;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.jobqueue.InvalidTaskException;

/** Tasks by name and alias. Each name is used once. */
final class TaskIndex {

	private final Map<String, DeclaredTask> byName = new TreeMap<>();

	private final Map<String, DeclaredTask> byAnyName = new HashMap<>();

	TaskIndex(Collection<DeclaredTask> tasks) {
		for (DeclaredTask task : tasks) {
			put(task.name(), task);
			this.byName.put(task.name(), task);
		}
		for (DeclaredTask task : tasks) {
			task.aliases().forEach((alias) -> put(alias, task));
		}
	}

	private void put(String name, DeclaredTask task) {
		DeclaredTask other = this.byAnyName.putIfAbsent(name, task);
		if (other != null) {
			throw new InvalidTaskException(
					"'%s' is the name or an alias of two tasks: %s, and %s; give one of them another by @JobTask(name = …)"
						.formatted(name, other.source(), task.source()));
		}
	}

	Collection<DeclaredTask> all() {
		return this.byName.values();
	}

	Set<String> names() {
		return this.byName.keySet();
	}

	Optional<DeclaredTask> find(String name) {
		return Optional.ofNullable(this.byAnyName.get(name));
	}

}
