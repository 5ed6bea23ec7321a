package io.jobqueue.worker.options;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

import io.jobqueue.ResultTooLargeException;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.serialization.TextScope;
import io.jobqueue.store.form.TextSize;

/**
 * Refuses results that are too large before the store is called. The store might refuse
 * them, or become slow for all.
 */
public final class ResultLimit implements JobSerializer {

	private final JobSerializer serializer;

	private final long maxSize;

	ResultLimit(JobSerializer serializer, long maxSize) {
		this.serializer = serializer;
		this.maxSize = maxSize;
	}

	/** Create a limit that replaces the limit of the serializer, if it has one. */
	public static ResultLimit of(JobSerializer serializer, long maxSize) {
		return new ResultLimit(unlimited(serializer), maxSize);
	}

	/** Return the serializer behind a limit, for texts that are not stored. */
	public static JobSerializer unlimited(JobSerializer serializer) {
		return (serializer instanceof ResultLimit limited) ? limited.serializer : serializer;
	}

	@Override
	public String write(@Nullable Object value) {
		return limited(this.serializer.write(value));
	}

	@Override
	public String write(@Nullable Object value, Type type) {
		return limited(this.serializer.write(value, type));
	}

	private String limited(String json) {
		if (TextSize.isMoreThan(json, this.maxSize)) {
			throw new ResultTooLargeException(("The result has %,d bytes, but at most %,d are allowed: keep the data "
					+ "elsewhere and return a reference to it, or raise 'jobqueue.result.max-size'")
				.formatted(TextSize.utf8(json), this.maxSize));
		}
		return json;
	}

	@Override
	public @Nullable Object read(String json, Type type) {
		return this.serializer.read(json, type);
	}

	@Override
	public void requireReadable(String json, @Nullable Type type) {
		this.serializer.requireReadable(json, type);
	}

	@Override
	public void requireReadable(Type type) {
		this.serializer.requireReadable(type);
	}

	@Override
	public void requireWritable(Type type) {
		this.serializer.requireWritable(type);
	}

	@Override
	public boolean isSchemaless(Object value) {
		return this.serializer.isSchemaless(value);
	}

	@Override
	public JobSerializer within(TextScope scope) {
		return new ResultLimit(this.serializer.within(scope), this.maxSize);
	}

	@Override
	public boolean hasSensitive(Type type) {
		return this.serializer.hasSensitive(type);
	}

	@Override
	public String masked(String json, @Nullable Type type) {
		return this.serializer.masked(json, type);
	}

	@Override
	public String identity(String json) {
		return this.serializer.identity(json);
	}

}
