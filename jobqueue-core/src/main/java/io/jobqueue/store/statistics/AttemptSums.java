package io.jobqueue.store.statistics;

import java.util.Arrays;

/**
 * Sums over attempts, each at a position that {@link SumPositions} explains. Most of them
 * are zero. Immutable. The stored form is {@code position:value,…}, without zeros.
 */
public final class AttemptSums {

	/** No attempts. */
	public static final AttemptSums NONE = new AttemptSums(new int[0], new long[0]);

	private static final int ZERO = '0';

	/** Ascending. */
	private final int[] positions;

	private final long[] values;

	private AttemptSums(int[] positions, long[] values) {
		this.positions = positions;
		this.values = values;
	}

	/** Sums of values by position. */
	public static AttemptSums of(long[] dense) {
		int size = (int) Arrays.stream(dense).filter((value) -> value != 0).count();
		int[] positions = new int[size];
		long[] values = new long[size];
		int next = 0;
		for (int i = 0; i < dense.length; i++) {
			if (dense[i] != 0) {
				positions[next] = i;
				values[next++] = dense[i];
			}
		}
		return new AttemptSums(positions, values);
	}

	/**
	 * Read the stored form. Positions may be in any order, each once.
	 * @throws IllegalArgumentException if it has another form
	 */
	public static AttemptSums read(String text) {
		if (text.isEmpty()) {
			return NONE;
		}
		int size = size(text);
		int[] positions = new int[size];
		long[] values = new long[size];
		int at = 0;
		for (int i = 0; i < size; i++) {
			int comma = text.indexOf(',', at);
			int end = (comma >= 0) ? comma : text.length();
			int colon = text.indexOf(':', at);
			if (colon <= at || colon >= end - 1) {
				throw noSums(text);
			}
			insert((int) number(text, at, colon), number(text, colon + 1, end), i, positions, values);
			at = end + 1;
		}
		return new AttemptSums(positions, values);
	}

	private static int size(String text) {
		int size = 1;
		for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', comma + 1)) {
			size++;
		}
		return size;
	}

	/** Behind those of lower positions. Most are in order already, and there are few. */
	private static void insert(int position, long value, int size, int[] positions, long[] values) {
		int index = size;
		while (index > 0 && positions[index - 1] > position) {
			positions[index] = positions[index - 1];
			values[index] = values[index - 1];
			index--;
		}
		positions[index] = position;
		values[index] = value;
	}

	private static IllegalArgumentException noSums(String text) {
		return new IllegalArgumentException("Not a stored form of sums: '" + text + "'");
	}

	private static long number(String text, int from, int to) {
		long number = 0;
		for (int i = from; i < to; i++) {
			int digit = text.charAt(i) - ZERO;
			if (digit < 0 || digit > 9) {
				throw noSums(text);
			}
			number = number * 10 + digit;
		}
		return number;
	}

	public String write() {
		StringBuilder text = new StringBuilder(this.positions.length * 6);
		for (int i = 0; i < this.positions.length; i++) {
			text.append((i > 0) ? "," : "").append(this.positions[i]).append(':').append(this.values[i]);
		}
		return text.toString();
	}

	public boolean isEmpty() {
		return this.positions.length == 0;
	}

	public long get(int position) {
		int index = Arrays.binarySearch(this.positions, position);
		return (index >= 0) ? this.values[index] : 0;
	}

	public AttemptSums plus(AttemptSums other) {
		if (isEmpty() || other.isEmpty()) {
			return isEmpty() ? other : this;
		}
		long[] sums = new long[1 + Math.max(last(), other.last())];
		addTo(sums);
		other.addTo(sums);
		return of(sums);
	}

	private int last() {
		return this.positions[this.positions.length - 1];
	}

	/** Add these to values by position. Positions beyond them are left out. */
	public void addTo(long[] sums) {
		for (int i = 0; i < this.positions.length; i++) {
			if (this.positions[i] < sums.length) {
				sums[this.positions[i]] += this.values[i];
			}
		}
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof AttemptSums sums && Arrays.equals(this.positions, sums.positions)
				&& Arrays.equals(this.values, sums.values);
	}

	@Override
	public int hashCode() {
		return 31 * Arrays.hashCode(this.positions) + Arrays.hashCode(this.values);
	}

	@Override
	public String toString() {
		return write();
	}

}
