package io.jobqueue.store.redis.raw;

/**
 * An item as it is in Redis.
 *
 * @param item its bytes, of a long one the beginning
 * @param score its score as Redis writes it, empty for that of a list or a set
 * @param size the size of a long item in bytes, else empty
 */
record RawHandle(byte[] item, String score, String size) {

	double number() {
		return switch (this.score) {
			case "" -> 0;
			case "inf" -> Double.POSITIVE_INFINITY;
			case "-inf" -> Double.NEGATIVE_INFINITY;
			default -> Double.parseDouble(this.score);
		};
	}

}
