package io.jobqueue.store.job;

import java.time.Duration;

import io.jobqueue.UniqueKey;
import io.jobqueue.UniqueKey.Conflict;
import io.jobqueue.UniqueKey.Scope;

import org.jspecify.annotations.Nullable;

/**
 * The unique key of a job in its queue. Name and scope are stored with the job; the rest
 * is for its insert only.
 *
 * @param name the name of the key in the queue: the kind of the key, what it belongs to,
 * and the key itself
 * @param scope how long the job owns the key
 * @param time the time of {@link Scope#FOR_TIME}, {@code null} for another scope
 * @param conflict what happens if another job owns the key; a store treats REJECT as KEEP
 * @param maxWait the time of {@link Conflict#DEBOUNCE}, {@code null} for another conflict
 */
public record UniqueTrait(String name, Scope scope, @Nullable Duration time, Conflict conflict,
		@Nullable Duration maxWait) {

	/** The key of a request for a task. */
	public static UniqueTrait of(UniqueKey key, String task, String text) {
		return new UniqueTrait(key.isInQueue() ? nameInQueue(text) : nameOfTask(task, text), key.scope(), key.time(),
				key.conflict(), key.maxWait());
	}

	/** The name of a key that belongs to a task. The name of a task has no colon. */
	public static String nameOfTask(String task, String key) {
		return "t:" + task + ":" + key;
	}

	/** The name of a key that all tasks of a queue share. */
	public static String nameInQueue(String key) {
		return "q:" + key;
	}

	/** Read what {@link #write()} wrote. */
	static UniqueTrait read(String text) {
		int end = text.indexOf(':');
		Scope scope = switch (text.charAt(0)) {
			case 'd' -> Scope.UNTIL_DONE;
			case 's' -> Scope.UNTIL_STARTED;
			case 't' -> Scope.FOR_TIME;
			default -> throw new IllegalArgumentException("The scope of a unique key is of another format");
		};
		return new UniqueTrait(text.substring(end + 1), scope,
				(scope == Scope.FOR_TIME) ? Duration.ofMillis(Long.parseLong(text, 1, end, 10)) : null, Conflict.KEEP,
				null);
	}

	/** Name and scope. */
	String write() {
		return switch (this.scope) {
			case UNTIL_DONE -> "d:";
			case UNTIL_STARTED -> "s:";
			case FOR_TIME -> "t" + ((this.time != null) ? this.time : Duration.ZERO).toMillis() + ":";
		} + this.name;
	}

	/** The key itself, without what it belongs to. */
	public String text() {
		int start = this.name.startsWith("t:") ? this.name.indexOf(':', 2) + 1 : 2;
		return this.name.substring(start);
	}

	/** Whether a conflict changes the owner of the key. */
	public boolean replaces() {
		return this.conflict == Conflict.REPLACE || this.conflict == Conflict.DEBOUNCE;
	}

}
