package io.jobqueue.metrics;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the values of a tag. Names that the application declares are always admitted. Of
 * names that occur at run time, the first ones are admitted and the rest becomes
 * {@value #OTHER}, because a dispatcher may name any task and any queue.
 */
final class TagLimit {

	static final String OTHER = "other";

	private final int limit;

	private final AtomicInteger admitted = new AtomicInteger();

	private final Map<String, String> values = new ConcurrentHashMap<>();

	TagLimit(int limit) {
		this.limit = limit;
	}

	void declare(Collection<String> names) {
		names.forEach((name) -> this.values.put(name, name));
	}

	String of(String name) {
		String value = this.values.get(name);
		if (value != null) {
			return value;
		}
		// Rejected names are not stored: they would grow without bound.
		return (this.admitted.get() < this.limit) ? this.values.computeIfAbsent(name, this::admit) : OTHER;
	}

	private String admit(String name) {
		return (this.admitted.getAndIncrement() < this.limit) ? name : OTHER;
	}

}
