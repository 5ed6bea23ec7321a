package io.jobqueue.store.jdbc.step;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.jobqueue.store.jdbc.access.ConflictRetry;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.Table;

/**
 * The rows of unique keys that a step has locked, by the jobs that own them. A job owns
 * at most one. Not for use by several threads.
 */
final class LockedKeys {

	private static final String LOCK = "select id, scope from {p}unique{by:{p}unique_id} where id {in:ids} and %s "
			+ "order by id for update";

	/** The clock keeps H2 from answering by a result from before. */
	private static final String THERE = "select id from {p}unique where id {in:ids} and %s and {now} > 0";

	/** A dispatch has a key for a moment; others keep it locked for longer. */
	private static final int LOOKS = 4;

	/** For what the keys of jobs are locked. */
	private final Map<String, FreedKeys> known = new HashMap<>();

	private final Map<String, String> scopes = new HashMap<>();

	/**
	 * Lock keys, before anything becomes of their owners.
	 * @return the ids of those whose keys another transaction keeps locked
	 */
	Set<String> lockFree(Database database, Collection<String> ids, FreedKeys freed) {
		Set<String> open = unknown(ids, freed);
		Set<String> all = Set.copyOf(open);
		for (int look = 1; !open.isEmpty(); look++) {
			open.removeAll(lock(database, open, freed, " skip locked"));
			if (!open.isEmpty()) {
				open.retainAll(there(database, open, freed));
			}
			if (look == LOOKS) {
				break;
			}
			if (!open.isEmpty()) {
				ConflictRetry.pause(look);
			}
		}
		all.stream().filter((id) -> !open.contains(id)).forEach((id) -> this.known.put(id, freed));
		return open;
	}

	/**
	 * Free keys. Those that were not locked before are waited for.
	 */
	void free(Database database, List<String> ids, FreedKeys freed) {
		Set<String> open = unknown(ids, freed);
		if (!open.isEmpty()) {
			lock(database, open, freed, "");
		}
		List<String> owners = ids.stream().distinct().filter((id) -> owns(id, freed)).toList();
		if (!owners.isEmpty()) {
			List<Object[]> keys = owners.stream().map((id) -> new Object[] { id }).toList();
			database.dialect().write(database.jdbc(), List.of(database.keys(Table.UNIQUE, keys)), List.of());
		}
	}

	boolean isEmpty() {
		return this.known.isEmpty();
	}

	/** Forget what was locked. */
	void clear() {
		this.known.clear();
		this.scopes.clear();
	}

	private boolean owns(String id, FreedKeys freed) {
		String scope = this.scopes.get(id);
		return scope != null && freed.has(scope);
	}

	private Set<String> unknown(Collection<String> ids, FreedKeys freed) {
		Set<String> unknown = new TreeSet<>(ids);
		unknown.removeIf((id) -> {
			FreedKeys before = this.known.get(id);
			return before != null && before.hasAll(freed);
		});
		return unknown;
	}

	private Set<String> lock(Database database, Set<String> ids, FreedKeys freed, String skip) {
		Set<String> locked = new TreeSet<>();
		database.sql(LOCK.formatted(freed.condition()) + skip)
			.param("ids", database.dialect().ids(ids))
			.query((row) -> {
				locked.add(row.getString("id"));
				this.scopes.put(row.getString("id"), row.getString("scope"));
			});
		return locked;
	}

	private static List<String> there(Database database, Set<String> ids, FreedKeys freed) {
		return database.sql(THERE.formatted(freed.condition()))
			.param("ids", database.dialect().ids(ids))
			.query(String.class)
			.list();
	}

}
