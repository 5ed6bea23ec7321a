package io.jobqueue.task.invoke;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.InvalidTaskException;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * The rules for methods that a worker calls. For a worker, the work is done when the call
 * returns. So the work must be done by then.
 */
public final class TaskRules {

	private static final Logger logger = LoggerFactory.getLogger(TaskRules.class);

	private static final List<String> ASYNC = List.of("org.springframework.scheduling.annotation.Async",
			"jakarta.ejb.Asynchronous", "jakarta.enterprise.concurrent.Asynchronous");

	private static final List<String> OTHER_CALLERS = List.of("org.springframework.scheduling.annotation.Scheduled",
			"org.springframework.scheduling.annotation.Schedules", "org.springframework.context.event.EventListener");

	private TaskRules() {
	}

	/** Refuse a method that returns before its work is done. */
	public static void check(Method method, Class<?> beanType, String source, String role) {
		String async = present(method, ASYNC);
		async = (async != null) ? async : present(beanType, ASYNC);
		if (async != null) {
			throw new InvalidTaskException(("%s is %s and @%s (%s): it would return before its work is done, and what "
					+ "it throws would be lost. Remove that annotation: a worker calls it on a thread of its own")
				.formatted(source, role, simpleName(async), async));
		}
		if (SuspendFunctions.is(method)) {
			requireLibraries(source, role);
			requireValue(ResolvableType.forMethodReturnType(method, beanType), source, role);
		}
		else {
			checkResult(ResolvableType.forMethodReturnType(method, beanType), source, role);
		}
	}

	private static void requireLibraries(String source, String role) {
		String missing = SuspendFunctions.missing();
		if (!missing.isEmpty()) {
			throw new InvalidTaskException(("%s is %s and a suspend function, which needs %s: add that to the "
					+ "dependencies, or make it a plain function")
				.formatted(source, role, missing));
		}
	}

	/** A suspend function can await what it would return. */
	private static void requireValue(ResolvableType result, String source, String role) {
		Class<?> type = result.resolve(Object.class);
		if (CompletionStage.class.isAssignableFrom(type) || ReactiveResults.isAwaited(type)
				|| ResultTypes.problem(type) != null) {
			throw new InvalidTaskException(("%s is %s and a suspend function that returns %s: await it in the "
					+ "function, and return its value")
				.formatted(source, role, result));
		}
	}

	public static void checkResult(ResolvableType result, String source, String role) {
		Class<?> type = result.resolve();
		String problem = (type != null) ? ResultTypes.problem(type) : null;
		if (problem != null) {
			throw new InvalidTaskException("%s is %s and returns %s; %s".formatted(source, role, result, problem));
		}
	}

	/**
	 * Refuse a task that stores its success in the transaction of its handler, and has
	 * its result after that.
	 */
	public static void requireResultInTime(Method method, Class<?> beanType, String source) {
		requireResultInTime(ResolvableType.forMethodReturnType(method, beanType), SuspendFunctions.is(method), source);
	}

	/** The same, of a handler with this type of result. */
	public static void requireResultInTime(ResolvableType result, String source) {
		requireResultInTime(result, false, source);
	}

	private static void requireResultInTime(ResolvableType result, boolean suspends, String source) {
		Class<?> type = result.resolve(Object.class);
		if (suspends || CompletionStage.class.isAssignableFrom(type) || ReactiveResults.isAwaited(type)) {
			throw new InvalidTaskException(("%s sets 'finishInTransaction' and %s, so that its work ends after the "
					+ "transaction: return its value, or leave 'finishInTransaction' out")
				.formatted(source, suspends ? "is a suspend function" : "returns " + result));
		}
	}

	/** Two ways to call one method are rarely intended. */
	public static void warnOfOtherCallers(Method method, String source) {
		String other = present(method, OTHER_CALLERS);
		if (other != null) {
			logger.warn("{} is @JobTask and @{}: Spring also calls it directly, in every application and outside of "
					+ "any job. Dispatch a job from a separate method instead", source, simpleName(other));
		}
	}

	private static @Nullable String present(AnnotatedElement element, List<String> annotations) {
		MergedAnnotations found = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY);
		return annotations.stream().filter(found::isPresent).findFirst().orElse(null);
	}

	private static String simpleName(String name) {
		return name.substring(name.lastIndexOf('.') + 1);
	}

}
