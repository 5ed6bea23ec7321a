package io.jobqueue;

import java.io.Serializable;

/**
 * The task of a request: a name, a handler class or a reference to a task method.
 */
public sealed interface TaskRef {

	/** A task by name. This application does not have to know it. */
	record Named(String name) implements TaskRef {

		public Named {
			Names.requireTask(name);
		}

	}

	/** A task by its handler class. */
	record HandlerClass(Class<?> type) implements TaskRef {

		public HandlerClass {
			Limits.requirePresent("The handler class of a job", type);
		}

	}

	/** A task by a reference to its method. */
	record Method(Serializable reference) implements TaskRef {

		public Method {
			Limits.requirePresent("The method reference of a job", reference);
		}

	}

	/**
	 * A task method with a payload, such as {@code Reports::build}.
	 *
	 * @param <B> the bean's class
	 * @param <P> the payload
	 */
	@FunctionalInterface
	interface PayloadMethod<B, P> extends Serializable {

		void call(B bean, P payload) throws Exception;

	}

	/**
	 * A task method with a payload and a {@link JobContext}.
	 *
	 * @param <B> the bean's class
	 * @param <P> the payload
	 */
	@FunctionalInterface
	interface PayloadAndContextMethod<B, P> extends Serializable {

		void call(B bean, P payload, JobContext job) throws Exception;

	}

	/**
	 * A task method without a payload.
	 *
	 * @param <B> the bean's class
	 */
	@FunctionalInterface
	interface PlainMethod<B> extends Serializable {

		void call(B bean) throws Exception;

	}

	/**
	 * A task method with a payload that returns a result.
	 *
	 * @param <B> the bean's class
	 * @param <P> the payload
	 * @param <R> the result
	 */
	@FunctionalInterface
	interface ResultMethod<B, P, R> extends Serializable {

		R call(B bean, P payload) throws Exception;

	}

	/**
	 * A task method with a payload and a {@link JobContext} that returns a result.
	 *
	 * @param <B> the bean's class
	 * @param <P> the payload
	 * @param <R> the result
	 */
	@FunctionalInterface
	interface ResultAndContextMethod<B, P, R> extends Serializable {

		R call(B bean, P payload, JobContext job) throws Exception;

	}

}
