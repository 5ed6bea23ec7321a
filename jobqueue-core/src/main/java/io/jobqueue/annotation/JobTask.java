package io.jobqueue.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Makes a class that implements {@link io.jobqueue.JobHandler}, or a method of any bean,
 * a task. On a class it is a {@link Component} stereotype.
 * <p>
 * Durations are texts such as {@code 500ms}, {@code 30s}, {@code 10m}, {@code 2h} or
 * ISO-8601; they may hold placeholders.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface JobTask {

	/**
	 * The queue of its jobs unless a request says otherwise, the default queue if empty.
	 */
	String queue() default "";

	/**
	 * The stable name of the task: by default the class in kebab case, for a method
	 * {@code <class in kebab case>.<method>}.
	 */
	String name() default "";

	/** Earlier names, under which jobs may still wait. */
	String[] aliases() default {};

	/** How long an attempt may run; the configured default if empty. */
	String timeout() default "";

	/** What happens after an attempt that failed. */
	Retry retry() default @Retry;

	/** The name of an executor bean that runs the attempts, the worker's own if empty. */
	String executor() default "";

	/**
	 * Whether the thread of an attempt is interrupted when the attempt is to stop: at its
	 * timeout, when the job is cancelled or its lease is lost, and at shutdown. With
	 * {@code false} the handler looks at {@link io.jobqueue.JobContext#isCancelled()}
	 * instead; take it where an interrupt does harm, such as to files that the handler
	 * shares with others.
	 */
	boolean interrupt() default true;

	/** The name of the bean, for the class form. */
	@AliasFor(annotation = Component.class, attribute = "value")
	String beanName() default "";

}
