package io.jobqueue.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a bean method the one that is told when a job of a task has ended as FAILED,
 * MAX_RETRIES or TIMEOUT. Its parameters are the payload, the
 * {@link io.jobqueue.JobFailure}, both or none.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OnFailure {

	/** The name of the task. */
	String value();

}
