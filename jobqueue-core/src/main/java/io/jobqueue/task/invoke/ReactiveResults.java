package io.jobqueue.task.invoke;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Results of reactive libraries with at most one value, such as a {@code Mono} of
 * Reactor, a {@code Single} of RxJava or a {@code Uni} of Mutiny. They are subscribed to
 * and then awaited like a {@link CompletionStage}. Reactor is optional: without it, no
 * type is one of these.
 */
public final class ReactiveResults {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Mono",
			ReactiveResults.class.getClassLoader());

	private ReactiveResults() {
	}

	/** Whether values of this type are awaited. */
	static boolean isAwaited(Class<?> type) {
		return adapter(type) != null;
	}

	/** The type that a result completes with. */
	static ResolvableType valueType(ResolvableType result) {
		ReactiveAdapter adapter = adapter(result.resolve(Object.class));
		return (adapter != null) ? result.as(adapter.getReactiveType()).getGeneric(0) : result;
	}

	/**
	 * Subscribe to a result.
	 * @param result what a handler returned
	 * @return a stage that cancels the subscription when it is cancelled; any other
	 * result as it is
	 */
	public static @Nullable Object subscribe(@Nullable Object result) {
		ReactiveAdapter adapter = (result != null) ? adapter(result.getClass()) : null;
		return (adapter != null) ? Reactor.stage(adapter, result) : result;
	}

	private static @Nullable ReactiveAdapter adapter(Class<?> type) {
		if (!REACTOR || CompletionStage.class.isAssignableFrom(type)) {
			return null;
		}
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
		return (adapter != null && !adapter.isMultiValue()) ? adapter : null;
	}

	/** Loaded only if Reactor is there. */
	private static final class Reactor {

		/** The context is captured, so that operators can restore it on their threads. */
		static CompletionStage<?> stage(ReactiveAdapter adapter, @Nullable Object result) {
			return Mono.from(adapter.toPublisher(result)).contextCapture().toFuture();
		}

	}

}
