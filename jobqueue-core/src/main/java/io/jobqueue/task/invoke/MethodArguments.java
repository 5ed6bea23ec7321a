package io.jobqueue.task.invoke;

import java.lang.reflect.Method;
import java.lang.reflect.Type;

import io.jobqueue.InvalidTaskException;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * The positions of the parameters of a method: at most one payload and at most one of
 * another known type, in any order.
 *
 * @param count the number of parameters, without the last one of a suspend function
 * @param payload the index of the payload, -1 for none
 * @param other the index of the other parameter, -1 for none
 * @param payloadType the declared type of the payload, {@link Void} for none
 * @param takesNull whether the payload is declared as nullable
 */
public record MethodArguments(int count, int payload, int other, Type payloadType, boolean takesNull) {

	public static MethodArguments of(Method method, Class<?> beanType, Class<?> otherType, String source) {
		int payload = -1;
		int other = -1;
		Class<?>[] types = method.getParameterTypes();
		// The rest of the coroutine is given by whoever calls a suspend function.
		int count = SuspendFunctions.is(method) ? types.length - 1 : types.length;
		for (int i = 0; i < count; i++) {
			boolean isOther = types[i] == otherType;
			if ((isOther ? other : payload) != -1) {
				throw new InvalidTaskException(("%s takes %s twice: let it have at most one parameter for the payload "
						+ "and one %s; put several values into a record")
					.formatted(source, isOther ? "a " + otherType.getSimpleName() : "a payload",
							otherType.getSimpleName()));
			}
			other = isOther ? i : other;
			payload = isOther ? payload : i;
		}
		Type payloadType = (payload == -1) ? Void.class
				: DeclaredTypes.of(ResolvableType.forMethodParameter(method, payload, beanType));
		boolean takesNull = payload != -1 && DeclaredTypes.isNullable(new MethodParameter(method, payload));
		return new MethodArguments(count, payload, other, payloadType, takesNull);
	}

	@Nullable Object[] values(@Nullable Object payload, Object other) {
		@Nullable Object[] values = new @Nullable Object[this.count];
		if (this.payload != -1) {
			values[this.payload] = payload;
		}
		if (this.other != -1) {
			values[this.other] = other;
		}
		return values;
	}

}
