package io.jobqueue.worker.feed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobQueueException;
import io.jobqueue.Limit;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.limit.LimitName;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.task.Task;
import io.jobqueue.task.settings.TaskLimits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that each claimed job was claimed under the limits of its task. The dispatcher
 * may not know the task, and an operator may limit it later. Limits are only added to a
 * job, never removed, so that two releases do not change a job in turns. Confined to the
 * poll loop.
 */
public final class ContainerLimits {

	private static final Logger logger = LoggerFactory.getLogger(ContainerLimits.class);

	private final StoreBackend store;

	private final String queue;

	/** Tasks whose bounds were compared with the rules since this worker started. */
	private final Set<String> compared = new HashSet<>();

	/** Tasks whose limits the rules of the queue exclude. */
	private final Set<String> refused = new HashSet<>();

	/** Whether the limits of tasks apply by the present rules. */
	private final Map<String, Boolean> applying = new HashMap<>();

	private QueueRules rules = QueueRules.NONE;

	public ContainerLimits(StoreBackend store, String queue) {
		this.store = store;
		this.queue = queue;
	}

	/** Read the rules that a claim has applied, if they have changed. */
	void applied(long version) {
		if (version > 0 && version != this.rules.version()) {
			try {
				use(this.store.part(QueueRulesStore.class).rules(this.queue));
			}
			catch (JobQueueException ex) {
				logger.debug("The rules of queue '{}' cannot be read; the former ones apply until the next claim",
						this.queue, ex);
			}
		}
	}

	private void use(QueueRules rules) {
		this.rules = rules;
		this.applying.clear();
	}

	/**
	 * Return the limits that a job is under.
	 * @return those that it was claimed under, and others that are missing
	 */
	List<String> of(ClaimedJob job, Task task) {
		TaskLimits limits = task.limits();
		if (!applies(task.name(), limits)) {
			return job.limits();
		}
		List<String> names = limits.names(task.name(), job.limits(), job.headers());
		String own = LimitName.ofTask(task.name());
		if (this.rules.bounds().containsKey(own) && !names.contains(own)) {
			names = new ArrayList<>(names);
			names.add(own);
		}
		if (names.size() == job.limits().size()) {
			return job.limits();
		}
		Set<String> all = new LinkedHashSet<>(job.limits());
		names.stream().limit(LimitStore.MOST_LIMITS).forEach(all::add);
		return List.copyOf(all);
	}

	private boolean applies(String task, TaskLimits limits) {
		Boolean known = this.applying.get(task);
		if (known == null) {
			known = declare(task, limits.bounds(task));
			this.applying.put(task, known);
		}
		return known;
	}

	/**
	 * A job of the task may be in another queue than that of the task. Bounds that differ
	 * are replaced once, so that two releases do not replace those of each other in
	 * turns.
	 * @return whether the limits of the task apply in this queue
	 */
	private boolean declare(String task, Map<String, Limit> bounds) {
		boolean there = this.rules.bounds().keySet().containsAll(bounds.keySet());
		boolean isCompared = this.compared.contains(task);
		if (there && (isCompared || this.rules.withTaskLimits(task, bounds).isSame(this.rules))) {
			this.compared.add(task);
			return true;
		}
		try {
			use(this.store.part(QueueRulesStore.class)
				.update(this.queue, (before) -> before.withTaskLimits(task, bounds)));
			this.compared.add(task);
			return true;
		}
		catch (InvalidJobException ex) {
			if (this.refused.add(task)) {
				logger.warn("The limits of task '{}' do not apply to its jobs in queue '{}': {}", task, this.queue,
						ex.getMessage());
			}
			return false;
		}
	}

}
