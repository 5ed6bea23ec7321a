package io.jobqueue.store.redis.access;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Splits work, so that no script keeps Redis busy for long.
 */
public final class CommandBatches {

	/** How many bytes the arguments of a batch have at most, unless it is one. */
	public static final int MAX_BYTES = 128 * 1024;

	private CommandBatches() {
	}

	public static List<Object> joined(List<?> first, List<?> second) {
		List<Object> joined = new ArrayList<>(first);
		joined.addAll(second);
		return joined;
	}

	public static <T> List<List<T>> of(List<T> all, int size) {
		return of(all, size, (element) -> 0);
	}

	public static <T> List<List<T>> of(List<T> all, int size, ToIntFunction<T> bytes) {
		List<List<T>> batches = new ArrayList<>();
		int start = 0;
		long sum = 0;
		for (int end = 0; end < all.size(); end++) {
			int next = bytes.applyAsInt(all.get(end));
			if (end - start == size || (end > start && sum + next > MAX_BYTES)) {
				batches.add(all.subList(start, end));
				start = end;
				sum = 0;
			}
			sum += next;
		}
		if (start < all.size()) {
			batches.add(all.subList(start, all.size()));
		}
		return batches;
	}

}
