package io.jobqueue.dispatch;

import java.util.function.Supplier;

import io.jobqueue.PayloadException;
import io.jobqueue.PayloadValidator;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.serialization.TextScope;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.form.TextSize;
import io.jobqueue.store.support.WarnOnce;
import io.jobqueue.task.PayloadCheck;
import io.jobqueue.task.Task;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes payloads. It refuses those that are too large, that their task could not read,
 * or that are not valid.
 */
public final class PayloadWriter {

	private static final Logger logger = LoggerFactory.getLogger(PayloadWriter.class);

	private final JobSerializer serializer;

	private final DispatchOptions options;

	private final PayloadValidator validator;

	private final PayloadCheck check;

	private final WarnOnce once = new WarnOnce(
			() -> logger.warn("Further tasks have large payloads; they are not logged"));

	/** Create one without a validator. */
	public PayloadWriter(JobSerializer serializer, DispatchOptions options) {
		this(serializer, options, PayloadValidator.NONE);
	}

	public PayloadWriter(JobSerializer serializer, DispatchOptions options, PayloadValidator validator) {
		this.serializer = serializer;
		this.options = options;
		this.validator = validator;
		this.check = new PayloadCheck(serializer, "dispatched");
	}

	/**
	 * Write a payload and read it back. Otherwise a job whose payload cannot be read
	 * would be stored and fail later.
	 * @param name the name of the task
	 * @param task the task, {@code null} if only other applications know it
	 */
	String write(String name, @Nullable Task task, @Nullable Object payload) {
		boolean typed = task != null && this.check.isOfType(task, payload);
		JobSerializer scoped = this.serializer.within(TextScope.payload(name));
		String json = named(name, () -> (task != null) ? write(scoped, task, payload, typed) : scoped.write(payload));
		requireSize(name, json);
		if (payload != null) {
			named(name, () -> {
				requireStorable(json);
				scoped.requireReadable(json, (task != null) ? task.payloadType() : null);
				return json;
			});
			validate(name, (typed || task == null) ? payload : scoped.read(json, task.payloadType()));
		}
		return json;
	}

	/**
	 * A map does not say which of its values are sensitive; the type of the task does.
	 */
	private static String write(JobSerializer scoped, Task task, @Nullable Object payload, boolean typed) {
		if (typed) {
			return scoped.write(payload, task.payloadType());
		}
		String json = scoped.write(payload);
		return scoped.hasSensitive(task.payloadType())
				? scoped.write(scoped.read(json, task.payloadType()), task.payloadType()) : json;
	}

	/**
	 * A text that is the same for the same payload only.
	 * @param json what was written for a task of that name
	 */
	String identity(String name, String json) {
		return this.serializer.within(TextScope.payload(name)).identity(json);
	}

	/**
	 * Check a payload that is stored as the text of which it was read, unless that has
	 * sensitive values.
	 * @param name the name of the task
	 * @param task the task, {@code null} if only other applications know it
	 */
	String verbatim(String name, @Nullable Task task, @Nullable Object payload, String json) {
		if (task != null) {
			this.check.isOfType(task, payload);
			if (this.serializer.hasSensitive(task.payloadType())) {
				return write(name, task, payload);
			}
		}
		requireSize(name, json);
		validate(name, payload);
		return named(name, () -> {
			requireStorableText(json);
			return json;
		});
	}

	private void validate(String name, @Nullable Object payload) {
		if (payload != null) {
			this.validator.validate(name, payload);
		}
	}

	private static String named(String task, Supplier<String> step) {
		try {
			return step.get();
		}
		catch (PayloadException ex) {
			throw new PayloadException("The payload for task '%s' is refused: %s".formatted(task, ex.getMessage()), ex);
		}
	}

	/** Only a custom serializer writes such text. */
	private void requireStorable(String json) {
		if (!(this.serializer instanceof JacksonJobSerializer)) {
			requireStorableText(json);
		}
	}

	private static void requireStorableText(String json) {
		if (!StoredText.of(json).equals(json)) {
			throw new PayloadException("Its text has a control character or an unpaired surrogate, which not every "
					+ "store can hold: let the serializer escape it");
		}
	}

	private void requireSize(String task, String json) {
		if (json.length() * 3L <= Math.min(this.options.warnSize(), this.options.maxSize())) {
			return;
		}
		long size = TextSize.utf8(json);
		if (size > this.options.maxSize()) {
			throw new PayloadException(
					("The payload for task '%s' has %,d bytes, but at most %,d are allowed: keep the "
							+ "data elsewhere and dispatch a reference to it, set 'jobqueue.payload.store.type', or "
							+ "raise 'jobqueue.payload.max-size'")
						.formatted(task, size, this.options.maxSize()));
		}
		if (size > this.options.warnSize() && this.once.isFirst(task)) {
			logger
				.warn("The payload for task '{}' has {} bytes, more than {}; large payloads cost memory in the store. "
						+ "This is logged once per task", task, size, this.options.warnSize());
		}
	}

}
