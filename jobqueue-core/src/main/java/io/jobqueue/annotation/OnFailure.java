package io.jobqueue.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares the method that is called after a job of a task has ended as FAILED,
 * MAX_RETRIES or TIMEOUT. Its parameters are the payload, the
 * {@link io.jobqueue.JobFailure}, both or none. The rules of
 * {@link io.jobqueue.JobHandler#onFailure} apply.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OnFailure {

	/** The name of the task. */
	String value();

}
