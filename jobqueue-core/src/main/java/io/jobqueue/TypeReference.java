package io.jobqueue;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A type with type arguments, which a {@link Class} cannot represent: {@code new
 * TypeReference<List<Order>>() {}}.
 *
 * @param <T> the type
 */
public abstract class TypeReference<T> {

	private final Type type;

	/**
	 * Read the type from the subclass.
	 * @throws InvalidJobException if there is no type argument, as in {@code new
	 * TypeReference() {}}
	 */
	protected TypeReference() {
		if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parent)
				|| parent.getRawType() != TypeReference.class) {
			throw new InvalidJobException("%s has no type argument: use the form 'new TypeReference<List<Order>>() {}'"
				.formatted(getClass().getName()));
		}
		this.type = parent.getActualTypeArguments()[0];
	}

	/** The type. */
	public final Type type() {
		return this.type;
	}

	@Override
	public final String toString() {
		return this.type.getTypeName();
	}

}
