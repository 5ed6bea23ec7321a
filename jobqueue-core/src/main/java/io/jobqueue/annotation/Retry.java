package io.jobqueue.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What happens after an attempt that failed. What is not given here comes from the named
 * policy, if there is one, else from {@code jobqueue.task-defaults}.
 */
@Target({})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Retry {

	/** The name of a policy in {@code jobqueue.retries}, none if empty. */
	String value() default "";

	/** How many retries, not runs: 3 gives up to 4 runs; -1 for the default. */
	int maxRetries() default -1;

	/** The time before the first retry, such as {@code 3s}. */
	String delay() default "";

	/** What each further delay is multiplied by, at least 1; -1 for the default. */
	double multiplier() default -1;

	/** The longest delay, such as {@code 1h}. */
	String maxDelay() default "";

	/** The part of the delay that is left to chance, from 0 to 1; -1 for the default. */
	double jitter() default -1;

	/** Only these exceptions are retried, with their subclasses; all if empty. */
	Class<? extends Throwable>[] includes() default {};

	/** These exceptions are never retried, with their subclasses. */
	Class<? extends Throwable>[] excludes() default {};

}
