package io.jobqueue.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The retry policy of a task. An attribute that is not set takes its value from the named
 * policy, or else from {@code jobqueue.task-defaults}.
 */
@Target({})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Retry {

	/** The name of a policy under {@code jobqueue.retries}. Empty means none. */
	String value() default "";

	/** The number of retries, not of runs: 3 allows 4 runs. -1 means the default. */
	int maxRetries() default -1;

	/** The delay before the first retry, such as {@code 3s}. */
	String delay() default "";

	/** The factor of each further delay, at least 1. -1 means the default. */
	double multiplier() default -1;

	/** The longest delay, such as {@code 1h}. */
	String maxDelay() default "";

	/** The random part of the delay, from 0 to 1. -1 means the default. */
	double jitter() default -1;

	/** If not empty, only these exceptions and their subclasses are retried. */
	Class<? extends Throwable>[] includes() default {};

	/** Exceptions that are not retried, including their subclasses. */
	Class<? extends Throwable>[] excludes() default {};

}
