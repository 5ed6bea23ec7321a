package io.jobqueue.autoconfigure.queue;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.jobqueue.InvalidJobException;
import io.jobqueue.autoconfigure.properties.PropertyChecks;
import io.jobqueue.task.Task;
import io.jobqueue.worker.options.QueuePattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which queues this application serves: the default one, those of its tasks and those
 * that are configured; or of these only what {@code jobqueue.worker.queues} names, and
 * what else that names.
 */
final class ServedQueues {

	private static final Logger logger = LoggerFactory.getLogger(ServedQueues.class);

	private static final String KEY = "jobqueue.worker.queues";

	private final List<QueuePattern> chosen;

	private final Set<String> configured;

	ServedQueues(List<String> chosen, Set<String> configured, String defaultQueue) {
		this.chosen = chosen.stream().map(ServedQueues::pattern).toList();
		this.configured = new TreeSet<>(configured);
		this.configured.add(defaultQueue);
	}

	private static QueuePattern pattern(String text) {
		try {
			return new QueuePattern(text);
		}
		catch (InvalidJobException ex) {
			throw PropertyChecks.invalid(KEY, text,
					"must be names or patterns of 1 to 100 letters, digits, '.', '_', '-' and '*'");
		}
	}

	/** Those that are served from the start. */
	Set<String> served(Collection<Task> tasks) {
		Set<String> known = known(tasks);
		if (this.chosen.isEmpty()) {
			return known;
		}
		Set<String> served = new TreeSet<>();
		this.chosen.forEach((pattern) -> {
			if (pattern.isPattern()) {
				known.stream().filter(pattern::matches).forEach(served::add);
			}
			else {
				served.add(pattern.text());
			}
		});
		return served;
	}

	/** What the names of those match that are served once the store has them. */
	List<QueuePattern> discovered() {
		return this.chosen.stream().filter(QueuePattern::isPattern).toList();
	}

	/** A name that nothing else names may well be misspelt. */
	void warnOfUnknown(Collection<Task> tasks) {
		Set<String> known = known(tasks);
		this.chosen.stream()
			.filter((name) -> !name.isPattern() && !known.contains(name.text()))
			.forEach((name) -> logger.warn("'{}' names queue '{}', which is that of no task here and not in "
					+ "'jobqueue.queues'; it is served, but check the spelling", KEY, name.text()));
	}

	private Set<String> known(Collection<Task> tasks) {
		Set<String> known = new TreeSet<>(this.configured);
		tasks.forEach((task) -> known.add(task.queue()));
		return known;
	}

}
