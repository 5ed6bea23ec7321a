package io.jobqueue.store.jdbc.step;

import java.util.stream.Collectors;

/**
 * Which keys of a job a step frees, by their scopes.
 */
enum FreedKeys {

	/** Those of a job that starts. */
	STARTED("s"),

	/** Those of a job that goes to another queue. */
	MOVED("d"),

	/** Those of a job that has ended. */
	ENDED("sd"),

	/** Those of a job that has ended before it ran. */
	ENDED_EARLY("sdt");

	private final String scopes;

	private final String condition;

	FreedKeys(String scopes) {
		this.scopes = scopes;
		this.condition = scopes.chars()
			.mapToObj((scope) -> "'" + (char) scope + "'")
			.collect(Collectors.joining(", ", "scope in (", ")"));
	}

	/** A condition on a key. */
	String condition() {
		return this.condition;
	}

	/** Whether a key of this scope is among them. */
	boolean has(String scope) {
		return this.scopes.contains(scope);
	}

	/** Whether all of the others are among them. */
	boolean hasAll(FreedKeys others) {
		return others.scopes.chars().allMatch((scope) -> this.scopes.indexOf(scope) >= 0);
	}

}
