package io.jobqueue.store.jdbc.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is done after the commit of one transaction, unless a savepoint undoes it. */
final class CommitActions {

	private final List<Runnable> actions = new ArrayList<>();

	private final Map<Object, Integer> savepoints = new HashMap<>();

	void add(Runnable action) {
		this.actions.add(action);
	}

	void savepoint(Object savepoint) {
		this.savepoints.put(savepoint, this.actions.size());
	}

	/** A savepoint that is not known is older than the first action. */
	void rollback(Object savepoint) {
		int kept = this.savepoints.getOrDefault(savepoint, 0);
		this.actions.subList(Math.min(kept, this.actions.size()), this.actions.size()).clear();
	}

	void run() {
		this.actions.forEach(Runnable::run);
	}

}
