package io.jobqueue.task.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.Limit;
import io.jobqueue.LimitKeys;
import io.jobqueue.Rate;

import org.jspecify.annotations.Nullable;

/**
 * The limits that a task declares for its jobs.
 *
 * @param maxRunning the maximum number of jobs that run at the same time, {@code null}
 * for no bound
 * @param rate the maximum number of starts in a period, {@code null} for no bound
 * @param key the limit key of the task, {@code null} for none
 * @param maxRunningPerKey the maximum number of jobs that run at the same time with the
 * same value of the key, {@code null} for no bound
 */
public record TaskLimits(@Nullable Integer maxRunning, @Nullable Rate rate, @Nullable String key,
		@Nullable Integer maxRunningPerKey) {

	/** No limits. */
	public static final TaskLimits NONE = new TaskLimits(null, null, null, null);

	/** Return the bounds by the names of their limits. */
	public Map<String, Limit> bounds(String task) {
		Map<String, Limit> bounds = new LinkedHashMap<>();
		if (isBounded()) {
			bounds.put(name(task), new Limit(this.maxRunning, this.rate));
		}
		if (this.key != null && this.maxRunningPerKey != null) {
			bounds.put(name(task) + ":" + this.key, Limit.ofMaxRunning(this.maxRunningPerKey));
		}
		return bounds;
	}

	private boolean isBounded() {
		return this.maxRunning != null || this.rate != null;
	}

	/**
	 * Return the limits that a job of the task is under.
	 * @param task the name of the task
	 * @param limits the limits that the job has by its own keys
	 * @param headers the headers of the job
	 * @return those limits, and the ones of the task
	 */
	public List<String> names(String task, List<String> limits, Map<String, String> headers) {
		if (this.key == null && !isBounded()) {
			return limits;
		}
		List<String> names = new ArrayList<>(limits);
		if (isBounded()) {
			add(name(task), names);
		}
		if (this.key != null && this.maxRunningPerKey != null) {
			String value = value(this.key, limits, headers);
			if (value != null) {
				add(name(task) + ":" + this.key + "=" + value, names);
			}
		}
		return names;
	}

	/**
	 * Whether a job has a value for the limit key of the task.
	 * @param limits the limits that the job has by its own keys
	 * @param headers the headers of the job
	 */
	public boolean hasValue(List<String> limits, Map<String, String> headers) {
		return this.key != null && value(this.key, limits, headers) != null;
	}

	private static void add(String name, List<String> names) {
		if (!names.contains(name)) {
			names.add(name);
		}
	}

	/** A header that cannot be the value of a key does not limit the job. */
	private static @Nullable String value(String key, List<String> limits, Map<String, String> headers) {
		String start = key + "=";
		for (String name : limits) {
			if (name.startsWith(start)) {
				return name.substring(start.length());
			}
		}
		String header = headers.get(key);
		return (header != null && LimitKeys.isValue(header)) ? header : null;
	}

	private static String name(String task) {
		return "task:" + task;
	}

}
