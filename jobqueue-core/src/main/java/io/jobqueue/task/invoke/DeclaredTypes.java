package io.jobqueue.task.invoke;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;

import org.springframework.core.MethodParameter;
import org.springframework.core.Nullness;
import org.springframework.core.ResolvableType;

/** Declared types, with all type variables resolved. */
public final class DeclaredTypes {

	/** A variable may be bounded by itself, such as {@code T extends Comparable<T>}. */
	private static final int MAX_DEPTH = 10;

	private DeclaredTypes() {
	}

	/** The type; {@link Object} if it is unknown. */
	public static Type of(ResolvableType type) {
		return of(type, 0);
	}

	/**
	 * The type of a result: what a {@link CompletionStage} or a reactive type completes
	 * with, if it is one.
	 */
	public static Type ofResult(ResolvableType type) {
		Class<?> raw = type.resolve(Object.class);
		if (!CompletionStage.class.isAssignableFrom(raw)) {
			return of(ReactiveResults.valueType(type));
		}
		return of(type.as(CompletionStage.class).getGeneric(0));
	}

	/** Whether a parameter is annotated as nullable, or is so in Kotlin. */
	static boolean isNullable(MethodParameter parameter) {
		return Nullness.forMethodParameter(parameter) == Nullness.NULLABLE;
	}

	private static Type of(ResolvableType type, int depth) {
		Class<?> raw = type.resolve(Object.class);
		if (raw.isArray()) {
			return array(type, raw, depth);
		}
		ResolvableType[] generics = type.getGenerics();
		boolean known = Arrays.stream(generics).anyMatch((generic) -> generic.resolve() != null);
		if (!known || depth == MAX_DEPTH || generics.length != raw.getTypeParameters().length) {
			return raw;
		}
		ResolvableType[] resolved = Arrays.stream(generics)
			.map((generic) -> ResolvableType.forType(of(generic, depth + 1)))
			.toArray(ResolvableType[]::new);
		return ResolvableType.forClassWithGenerics(raw, resolved).getType();
	}

	private static Type array(ResolvableType type, Class<?> raw, int depth) {
		Type component = of(type.getComponentType(), depth + 1);
		return (component instanceof Class<?>) ? raw : new ArrayOf(component);
	}

	/** An array of a generic type. */
	private record ArrayOf(Type component) implements GenericArrayType {

		@Override
		public Type getGenericComponentType() {
			return this.component;
		}

		@Override
		public String getTypeName() {
			return this.component.getTypeName() + "[]";
		}

	}

}
