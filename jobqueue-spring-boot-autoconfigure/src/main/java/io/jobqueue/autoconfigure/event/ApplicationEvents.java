package io.jobqueue.autoconfigure.event;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jobqueue.JobEvent;
import io.jobqueue.JobEventListener;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Publishes events of jobs to Spring, of those types only for which the application has a
 * listener when it starts. A publication costs more than an event is worth if nobody
 * listens. A listener for any object does not count.
 */
public final class ApplicationEvents implements JobEventListener, SmartLifecycle {

	private final ApplicationContext context;

	private volatile Set<Class<?>> published = Set.of();

	private volatile boolean running;

	public ApplicationEvents(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void onEvent(JobEvent event) {
		if (this.published.contains(event.getClass())) {
			this.context.publishEvent(event);
		}
	}

	/** Find the types that have a listener. All beans have registered theirs by now. */
	@Override
	public void start() {
		Collection<GenericApplicationListener> listeners = Stream
			.<@Nullable ApplicationContext>iterate(this.context, (each) -> each != null,
					(each) -> (each != null) ? each.getParent() : null)
			.filter(AbstractApplicationContext.class::isInstance)
			.flatMap((each) -> ((AbstractApplicationContext) each).getApplicationListeners().stream())
			.map(ApplicationEvents::generic)
			.filter((listener) -> !listener.supportsEventType(typeOf(Object.class)))
			.toList();
		this.published = leaves(JobEvent.class)
			.filter((type) -> listeners.stream().anyMatch((listener) -> listener.supportsEventType(typeOf(type))))
			.collect(Collectors.toUnmodifiableSet());
		this.running = true;
	}

	private static GenericApplicationListener generic(ApplicationListener<?> listener) {
		return (listener instanceof GenericApplicationListener generic) ? generic
				: new GenericApplicationListenerAdapter(listener);
	}

	private static ResolvableType typeOf(Class<?> payload) {
		return ResolvableType.forClassWithGenerics(PayloadApplicationEvent.class, payload);
	}

	private static Stream<Class<?>> leaves(Class<?> type) {
		return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(ApplicationEvents::leaves)
				: Stream.of(type);
	}

	@Override
	public void stop() {
		this.published = Set.of();
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Before all that dispatches or runs jobs, and stopped after it. */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
