package io.jobqueue.store.walk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.jobqueue.JobId;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UniqueKeys;

/**
 * The commands on unique keys, beside the inserts of jobs that have some.
 */
record KeyCommands(StoreBackend store, Oracle oracle) {

	/** Free a key of any owner. */
	void release(Turn turn) {
		String queue = turn.draw.queue();
		for (String name : turn.draw.some(this.oracle.keys.names, 2)) {
			turn.describe(queue, name);
			do {
				JobId owner = this.store.part(UniqueKeys.class).release(queue, name);
				turn.equal(Optional.ofNullable(owner), Optional.ofNullable(this.oracle.keys.release(queue, name)));
			}
			while (turn.replyIsLost());
		}
	}

	/** Compare the owners of all keys of a queue. */
	void compare(String queue) {
		List<String> different = new ArrayList<>();
		for (String name : this.oracle.keys.names) {
			JobId shown = this.store.part(UniqueKeys.class).owner(queue, name);
			JobId expected = this.oracle.keys.owner(queue, name);
			if (!Optional.ofNullable(shown).equals(Optional.ofNullable(expected))) {
				different.add("'%s' belongs to %s and not to %s".formatted(name, shown, expected));
			}
		}
		Oracle.require(different.isEmpty(), "In '%s' %s", queue, different);
	}

	/** Free all keys of a queue, which have no living owner any more. */
	void clear(Turn turn, String queue) {
		for (String name : this.oracle.keys.names) {
			JobId owner = this.oracle.keys.release(queue, name);
			Oracle.require(owner == null || !this.oracle.jobs.containsKey(owner), "'%s' is kept by '%s'", name, owner);
			if (owner != null) {
				turn.equal(this.store.part(UniqueKeys.class).release(queue, name), owner);
			}
		}
	}

}
