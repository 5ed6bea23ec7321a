package io.jobqueue.store.raw;

/**
 * How much of a raw queue to look at.
 *
 * @param limit the most items
 * @param mostWaiting how many jobs may be ready in the queue: no more items are answered
 * than fill it up to this number
 * @param longest the longest text in bytes that can become a job. Of a longer one, a
 * store answers a beginning of at most {@link RawStore#LONGEST_BEGINNING} characters; one
 * that counts characters instead of bytes may answer such a text as a whole
 */
public record RawLookRequest(int limit, int mostWaiting, long longest) {

	public RawLookRequest {
		if (limit < 1 || limit > RawStore.MOST_MOVES) {
			throw new IllegalArgumentException(
					"'limit' must be from 1 to %d, but was %d".formatted(RawStore.MOST_MOVES, limit));
		}
	}

}
