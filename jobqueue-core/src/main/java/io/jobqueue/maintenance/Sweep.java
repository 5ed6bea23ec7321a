package io.jobqueue.maintenance;

import java.util.Collection;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

/**
 * Does something for each of many places. One that fails, such as a queue whose shard is
 * lost, does not keep the others from their turn; the first failure is thrown at the end.
 */
final class Sweep {

	private Sweep() {
	}

	/**
	 * Do it everywhere.
	 * @return the sum of what was done
	 */
	static <T> int over(Collection<T> places, ToIntFunction<T> duty) {
		int total = 0;
		@Nullable RuntimeException failure = null;
		for (T place : places) {
			try {
				total += duty.applyAsInt(place);
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
