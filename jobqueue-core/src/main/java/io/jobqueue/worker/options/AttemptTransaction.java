package io.jobqueue.worker.options;

import java.util.concurrent.Callable;

/**
 * Runs attempts of tasks that finish in a transaction. Implementations are thread-safe.
 */
public interface AttemptTransaction {

	/** For applications without such tasks. */
	AttemptTransaction NONE = new AttemptTransaction() {

		@Override
		public <T> T run(String name, Callable<T> work) {
			throw new IllegalStateException("There is no transaction manager for task '" + name + "'");
		}

	};

	/**
	 * Run work in a new transaction, which is committed if the work returns, and rolled
	 * back if it throws.
	 * @param name the name of the task
	 * @throws Exception what the work threw, or why the transaction could not be begun or
	 * committed
	 */
	<T> T run(String name, Callable<T> work) throws Exception;

}
