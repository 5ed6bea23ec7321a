package io.jobqueue.task.invoke;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import kotlin.coroutines.CoroutineContext;
import kotlinx.coroutines.Dispatchers;

import org.jspecify.annotations.Nullable;

import org.springframework.core.CoroutinesUtils;
import org.springframework.core.KotlinDetector;
import org.springframework.core.PropagationContextElement;
import org.springframework.util.ClassUtils;

/**
 * The suspend functions of Kotlin. Spring makes a reactive result of a call, which is
 * awaited like any other. The coroutine begins on the thread of the job, and goes on
 * where it is resumed. It is cancelled with its subscription. Kotlin is optional: without
 * it, no method is such a function.
 */
final class SuspendFunctions {

	private static final Map<String, String> LIBRARIES = new LinkedHashMap<>();

	static {
		LIBRARIES.put("kotlinx.coroutines.reactor.MonoKt", "org.jetbrains.kotlinx:kotlinx-coroutines-reactor");
		LIBRARIES.put("kotlin.reflect.full.KClasses", "org.jetbrains.kotlin:kotlin-reflect");
	}

	private SuspendFunctions() {
	}

	static boolean is(Method method) {
		return KotlinDetector.isKotlinType(method.getDeclaringClass()) && KotlinDetector.isSuspendingFunction(method);
	}

	/** The libraries that a call needs and that are missing, empty for none. */
	static String missing() {
		return missing((type) -> isPresent(type));
	}

	static String missing(Predicate<String> isPresent) {
		return LIBRARIES.entrySet()
			.stream()
			.filter((library) -> !isPresent.test(library.getKey()))
			.map(Map.Entry::getValue)
			.collect(Collectors.joining(" and "));
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, SuspendFunctions.class.getClassLoader());
	}

	/** Return a reactive type, whose subscription calls the function. */
	static Object call(Method method, Object target, @Nullable Object... arguments) {
		return Coroutines.call(method, target, arguments);
	}

	/** Loaded only if Kotlin is there. */
	private static final class Coroutines {

		private static final boolean PROPAGATION = isPresent("io.micrometer.context.ContextSnapshotFactory");

		static Object call(Method method, Object target, @Nullable Object... arguments) {
			return CoroutinesUtils.invokeSuspendingFunction(context(), method, target, arguments);
		}

		/** Each thread on which the coroutine runs has the context of the job. */
		private static CoroutineContext context() {
			CoroutineContext context = Dispatchers.getUnconfined();
			return PROPAGATION ? context.plus(new PropagationContextElement()) : context;
		}

	}

}
