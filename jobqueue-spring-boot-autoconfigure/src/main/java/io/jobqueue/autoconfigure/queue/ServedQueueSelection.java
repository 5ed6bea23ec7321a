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
 * Determines the queues that this application serves. These are the default queue, those
 * of its tasks and the configured ones. If {@code jobqueue.worker.queues} is set, only
 * the queues that it names are served.
 */
final class ServedQueueSelection {

	private static final Logger logger = LoggerFactory.getLogger(ServedQueueSelection.class);

	private static final String KEY = "jobqueue.worker.queues";

	private final List<QueuePattern> chosen;

	private final Set<String> configured;

	private final List<QueuePattern> patterns;

	/**
	 * Create a selection.
	 * @param chosen the names and patterns of the queues to serve, empty for all
	 * @param configured the names of configured queues
	 * @param patterns the patterns of containers
	 * @param defaultQueue the default queue
	 */
	ServedQueueSelection(List<String> chosen, Set<String> configured, List<QueuePattern> patterns,
			String defaultQueue) {
		this.chosen = chosen.stream().map((text) -> pattern(KEY, text)).toList();
		this.patterns = patterns;
		this.configured = new TreeSet<>(configured);
		this.configured.add(defaultQueue);
	}

	static QueuePattern pattern(String key, String text) {
		try {
			return new QueuePattern(text);
		}
		catch (InvalidJobException ex) {
			throw PropertyChecks.invalid(key, text,
					"must be names or patterns of 1 to 100 letters, digits, '.', '_', '-' and '*'");
		}
	}

	/** Return the queues that are served from the start. */
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

	/** Return the patterns of queues that are served once they are in the store. */
	List<QueuePattern> discovered() {
		return this.chosen.isEmpty() ? this.patterns : this.chosen.stream().filter(QueuePattern::isPattern).toList();
	}

	/**
	 * Log a warning for a name that is used nowhere else, because it may be misspelt.
	 */
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
