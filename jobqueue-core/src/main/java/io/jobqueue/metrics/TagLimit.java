package io.jobqueue.metrics;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps the values of a tag bounded. Names that the application declares are always
 * admitted; of those that only come up at run time the first ones are, the rest is
 * {@value #OTHER}: a dispatcher may name any task and any queue.
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
		// Names that are turned away are not remembered: that would grow without bound.
		return (this.admitted.get() < this.limit) ? this.values.computeIfAbsent(name, this::admit) : OTHER;
	}

	private String admit(String name) {
		return (this.admitted.getAndIncrement() < this.limit) ? name : OTHER;
	}

}
