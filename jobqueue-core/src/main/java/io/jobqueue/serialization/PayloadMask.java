package io.jobqueue.serialization;

import java.lang.reflect.Type;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Masks the sensitive values of payloads and results before they are shown to people.
 * Safe for use by many threads.
 *
 * @param serializer masks texts
 * @param payloads the type of the payloads of a task, by its name; {@code null} if only
 * another application knows the task
 * @param results the type of the results of a task, likewise
 */
public record PayloadMask(JobSerializer serializer, Function<String, @Nullable Type> payloads,
		Function<String, @Nullable Type> results) {

	/** A mask of an application without tasks. */
	public static PayloadMask of(JobSerializer serializer) {
		return new PayloadMask(serializer, (task) -> null, (task) -> null);
	}

	/** The payload of a task as it may be shown. */
	public String payload(String task, String json) {
		return this.serializer.masked(json, this.payloads.apply(task));
	}

	/** The result of a task as it may be shown. */
	public String result(String task, String json) {
		return this.serializer.masked(json, this.results.apply(task));
	}

	/**
	 * The result of a step of a task as it may be shown. Its type is not known, but it is
	 * often made of the payload, or becomes part of the result.
	 */
	public String step(String task, String json) {
		return result(task, payload(task, json));
	}

}
