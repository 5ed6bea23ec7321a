package io.jobqueue.autoconfigure.event;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jobqueue.JobEvent;
import io.jobqueue.JobEventListener;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
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
 * listens. A listener for any object does not count. Listener beans that do not exist yet
 * count by the type that they declare, such as lazy ones. Listeners are called on a
 * thread of their own, which exists if there are any.
 */
public final class ApplicationEvents implements JobEventListener, SmartLifecycle {

	private final ApplicationContext context;

	private volatile Set<Class<?>> published = Set.of();

	private volatile @Nullable EventDelivery delivery;

	private volatile boolean running;

	public ApplicationEvents(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void onEvent(JobEvent event) {
		EventDelivery current = this.delivery;
		if (current != null && this.published.contains(event.getClass())) {
			current.add(event);
		}
	}

	/** Find the types that have a listener. All methods have registered theirs by now. */
	@Override
	public void start() {
		List<Predicate<ResolvableType>> listeners = Stream
			.<@Nullable ApplicationContext>iterate(this.context, (each) -> each != null,
					(each) -> (each != null) ? each.getParent() : null)
			.filter(AbstractApplicationContext.class::isInstance)
			.map(AbstractApplicationContext.class::cast)
			.flatMap((each) -> Stream.concat(each.getApplicationListeners().stream().map(ApplicationEvents::existing),
					later(each.getBeanFactory())))
			.filter((listener) -> !listener.test(typeOf(Object.class)))
			.toList();
		this.published = leaves(JobEvent.class)
			.filter((type) -> listeners.stream().anyMatch((listener) -> listener.test(typeOf(type))))
			.collect(Collectors.toUnmodifiableSet());
		if (!this.published.isEmpty()) {
			EventDelivery started = new EventDelivery(this.context::publishEvent);
			started.start();
			this.delivery = started;
		}
		this.running = true;
	}

	private static Predicate<ResolvableType> existing(ApplicationListener<?> listener) {
		return ((listener instanceof GenericApplicationListener generic) ? generic
				: new GenericApplicationListenerAdapter(listener))::supportsEventType;
	}

	/** Return the listener beans that Spring creates for their first event. */
	private static Stream<Predicate<ResolvableType>> later(ConfigurableListableBeanFactory beans) {
		return Stream.of(beans.getBeanNamesForType(ApplicationListener.class, true, false))
			.filter((name) -> !beans.containsSingleton(name) && beans.containsBeanDefinition(name))
			.map((name) -> eventType(beans, name)::isAssignableFrom);
	}

	/**
	 * Return the event type that the definition or the class of a listener declares;
	 * {@link ResolvableType#NONE}, which no event has, if it declares none.
	 */
	private static ResolvableType eventType(ConfigurableListableBeanFactory beans, String listener) {
		ResolvableType declared = beans.getMergedBeanDefinition(listener)
			.getResolvableType()
			.as(ApplicationListener.class)
			.getGeneric();
		return (declared.resolve() != null) ? declared
				: ResolvableType.forClass(beans.getType(listener, false)).as(ApplicationListener.class).getGeneric();
	}

	private static ResolvableType typeOf(Class<?> payload) {
		return ResolvableType.forClassWithGenerics(PayloadApplicationEvent.class, payload);
	}

	private static Stream<Class<?>> leaves(Class<?> type) {
		return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(ApplicationEvents::leaves)
				: Stream.of(type);
	}

	/** What happened until now is still published. */
	@Override
	public void stop() {
		this.published = Set.of();
		EventDelivery current = this.delivery;
		this.delivery = null;
		if (current != null) {
			current.close();
		}
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
