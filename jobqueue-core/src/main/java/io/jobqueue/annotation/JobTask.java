package io.jobqueue.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Declares a task: a class that implements {@link io.jobqueue.JobHandler}, or a method of
 * any bean, also a suspend function of Kotlin. On a class it is a {@link Component}
 * stereotype.
 * <p>
 * Durations are strings such as {@code 500ms}, {@code 30s}, {@code 10m}, {@code 2h}, or
 * ISO-8601. They may contain placeholders.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface JobTask {

	/**
	 * The queue of the jobs of this task, unless a request names another. Empty means the
	 * default queue.
	 */
	String queue() default "";

	/**
	 * The stable name of the task. Empty means the class name in kebab case, or
	 * {@code <class in kebab case>.<method>} for a method.
	 */
	String name() default "";

	/** Earlier names of the task. Jobs that were dispatched under them are run too. */
	String[] aliases() default {};

	/** How long an attempt may run. Empty means the configured default. */
	String timeout() default "";

	/** The retry policy. */
	Retry retry() default @Retry;

	/**
	 * The name of the executor bean that runs the attempts. Empty means the threads of
	 * the worker. Without a bean of that name, {@code cpu} means as many threads as there
	 * are processors, which all tasks with it share.
	 */
	String executor() default "";

	/**
	 * Whether the thread of an attempt is interrupted when the attempt must stop: after
	 * its timeout, when the job is cancelled, when its lease is lost, and at shutdown.
	 * <p>
	 * With {@code false} the handler must check
	 * {@link io.jobqueue.JobContext#isCancelled()} instead. Use it where an interrupt
	 * does harm, for example to files that the handler shares with other threads.
	 */
	boolean interrupt() default true;

	/**
	 * The maximum number of jobs of this task that run at the same time in a queue, on
	 * all workers together. 0 means no bound.
	 */
	int maxRunning() default 0;

	/**
	 * The maximum number of starts of jobs of this task in a period, in a queue, on all
	 * workers together, such as {@code 10/1s} or {@code 100/1m}. Each attempt is a start.
	 * Empty means no bound. It may contain placeholders.
	 */
	String rateLimit() default "";

	/**
	 * The limit key that {@link #maxRunningPerKey} counts by. The value of a job is that
	 * of {@link io.jobqueue.JobRequest#withLimitKey}, else that of the header of this
	 * name. A job without a value is not limited by it.
	 */
	String limitKey() default "";

	/**
	 * The maximum number of jobs of this task that run at the same time with the same
	 * value of {@link #limitKey}. 0 means no bound.
	 */
	int maxRunningPerKey() default 0;

	/**
	 * An expression for the unique key of each job, such as {@code #payload.orderId}, in
	 * the Spring expression language. It reads properties of the payload. Empty means
	 * none. A job is not stored while another one of the task in its queue owns the key,
	 * which is until that one has ended. A key of the request takes precedence.
	 */
	String uniqueKey() default "";

	/**
	 * Tags of each job of this task, such as {@code billing}, by which
	 * {@link io.jobqueue.JobQuery#withTag} finds it. Those of a request are added. They
	 * may contain placeholders.
	 */
	String[] tags() default {};

	/**
	 * The least level of the lines that the jobs of this task write by SLF4J and that are
	 * kept with their log: {@code error}, {@code warn}, {@code info}, {@code debug},
	 * {@code trace}, or {@code off}. Empty means {@code jobqueue.logs.capture}. It may
	 * contain placeholders.
	 */
	String captureLogs() default "";

	/**
	 * Whether an attempt runs in a database transaction that stores its success too: what
	 * the handler wrote and the success of the job are committed together, or not at all.
	 * It needs the store in the database of the application, and a transaction manager
	 * for its DataSource; without them the start fails. So it does if the declared result
	 * is a {@link java.util.concurrent.CompletionStage} or a reactive type.
	 */
	boolean finishInTransaction() default false;

	/** The name of the bean, for a class. */
	@AliasFor(annotation = Component.class, attribute = "value")
	String beanName() default "";

}
