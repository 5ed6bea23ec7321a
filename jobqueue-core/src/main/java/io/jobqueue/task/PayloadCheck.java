package io.jobqueue.task;

import java.lang.invoke.MethodType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

import io.jobqueue.InvalidJobException;
import io.jobqueue.serialization.JobSerializer;

import org.jspecify.annotations.Nullable;

/**
 * Whether a payload is one for a task.
 *
 * @param serializer knows which payloads can be read as another type
 * @param done what was done with the payload, such as {@code dispatched}, for messages
 */
public record PayloadCheck(JobSerializer serializer, String done) {

	/**
	 * Whether the payload is of the declared type. A payload that can merely be read as
	 * that type, such as a map for a record or an {@code Integer} for a {@code long}, is
	 * not.
	 * @throws InvalidJobException if it cannot be meant for this task
	 */
	public boolean isOfType(Task task, @Nullable Object payload) {
		Class<?> declared = rawType(task.payloadType());
		boolean none = declared == Void.class || declared == void.class;
		if (payload == null) {
			if (!none && !task.takesNull()) {
				throw new InvalidJobException(("Task '%s' takes a payload of type %s, but was %s with null: pass a "
						+ "payload, or annotate the parameter with @Nullable")
					.formatted(task.name(), task.payloadType().getTypeName(), this.done));
			}
			return true;
		}
		if (none) {
			throw new InvalidJobException(("Task '%s' takes no payload, but was %s with one of type %s: pass "
					+ "null, or declare a parameter for it")
				.formatted(task.name(), this.done, payload.getClass().getName()));
		}
		boolean instance = MethodType.methodType(declared).wrap().returnType().isInstance(payload);
		if (!instance && !mayBeRead(payload)) {
			throw new InvalidJobException(("Task '%s' takes a payload of type %s, but was %s with one of type "
					+ "%s: pass a payload of the declared type, or use the task that takes this one")
				.formatted(task.name(), task.payloadType().getTypeName(), this.done, payload.getClass().getName()));
		}
		return instance;
	}

	private boolean mayBeRead(Object payload) {
		return payload instanceof Number || payload instanceof Iterable || payload.getClass().isArray()
				|| this.serializer.isSchemaless(payload);
	}

	private static Class<?> rawType(Type type) {
		if (type instanceof Class<?> raw) {
			return raw;
		}
		if (type instanceof ParameterizedType parameterized) {
			return rawType(parameterized.getRawType());
		}
		return (type instanceof GenericArrayType array) ? rawType(array.getGenericComponentType()).arrayType()
				: Object.class;
	}

}
