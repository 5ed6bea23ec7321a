package io.jobqueue.task.invoke;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Types that a task cannot return, because they only represent work that continues. Its
 * job would be SUCCESS before that work has ended. A {@link CompletionStage} is awaited,
 * and so is a reactive type with at most one value.
 */
public final class ResultTypes {

	private static final Set<String> REACTIVE = Set.of("org.reactivestreams.Publisher",
			"java.util.concurrent.Flow$Publisher", "io.reactivex.rxjava3.core.ObservableSource",
			"io.reactivex.rxjava3.core.SingleSource", "io.reactivex.rxjava3.core.MaybeSource",
			"io.reactivex.rxjava3.core.CompletableSource", "io.smallrye.mutiny.Uni", "kotlinx.coroutines.Job",
			"kotlinx.coroutines.flow.Flow");

	private static final ClassValue<Optional<String>> PROBLEMS = new ClassValue<>() {
		@Override
		protected Optional<String> computeValue(Class<?> type) {
			return Optional.ofNullable(find(type));
		}
	};

	private ResultTypes() {
	}

	/**
	 * Why a task cannot return this type, and what to do.
	 * @return {@code null} if it can
	 */
	public static @Nullable String problem(Class<?> type) {
		return PROBLEMS.get(type).orElse(null);
	}

	private static @Nullable String find(Class<?> type) {
		if (CompletionStage.class.isAssignableFrom(type) || ReactiveResults.isAwaited(type)) {
			return null;
		}
		if (Future.class.isAssignableFrom(type)) {
			return "a Future would not be awaited: return its value, or a CompletionStage such as CompletableFuture";
		}
		return isReactive(type) ? "it would not be subscribed to: return a type with one value, such as the Mono of "
				+ "collectList() where Reactor is on the class path, or a CompletionStage" : null;
	}

	private static boolean isReactive(Class<?> type) {
		for (Class<?> each = type; each != null; each = each.getSuperclass()) {
			if (REACTIVE.contains(each.getName())) {
				return true;
			}
		}
		return ClassUtils.getAllInterfacesForClassAsSet(type)
			.stream()
			.anyMatch((each) -> REACTIVE.contains(each.getName()) || extendsReactive(each));
	}

	private static boolean extendsReactive(Class<?> type) {
		for (Class<?> parent : type.getInterfaces()) {
			if (REACTIVE.contains(parent.getName()) || extendsReactive(parent)) {
				return true;
			}
		}
		return false;
	}

}
