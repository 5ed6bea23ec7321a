package io.jobqueue.maintenance;

import java.util.Collection;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

/**
 * Runs an action for each of many queues. A failure, such as of a queue on a lost shard,
 * does not prevent the others. The first failure is thrown at the end.
 */
final class Sweep {

	private Sweep() {
	}

	/**
	 * Run the action for all queues.
	 * @return the sum of the results
	 */
	static <T> int over(Collection<T> items, ToIntFunction<T> action) {
		int total = 0;
		@Nullable RuntimeException failure = null;
		for (T item : items) {
			try {
				total += action.applyAsInt(item);
			}
			catch (RuntimeException ex) {
				failure = (failure != null) ? failure : ex;
			}
		}
		if (failure != null) {
			throw failure;
		}
		return total;
	}

}
