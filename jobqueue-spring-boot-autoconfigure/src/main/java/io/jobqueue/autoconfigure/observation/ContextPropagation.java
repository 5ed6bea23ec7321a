package io.jobqueue.autoconfigure.observation;

import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.util.ClassUtils;

/** Micrometer's context propagation, if the application has it. */
public final class ContextPropagation {

	private static final boolean PRESENT = ClassUtils.isPresent("io.micrometer.context.ContextSnapshotFactory",
			ContextPropagation.class.getClassLoader());

	private ContextPropagation() {
	}

	/**
	 * Return a decorator that carries what is registered for propagation, such as the
	 * current observation, to the threads of a map. Without the library nothing else than
	 * the context of the job and the MDC is carried.
	 */
	public static TaskDecorator decorator() {
		return PRESENT ? new ContextPropagatingTaskDecorator() : (work) -> work;
	}

}
