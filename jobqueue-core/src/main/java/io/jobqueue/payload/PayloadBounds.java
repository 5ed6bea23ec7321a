package io.jobqueue.payload;

import io.jobqueue.InvalidJobException;

/**
 * Where payloads are kept, by their sizes in bytes.
 *
 * @param threshold the largest payload that is kept with its job
 * @param maxSize the largest payload
 * @param maxInline the largest payload of a job that may take the place of another one,
 * and whose payload therefore is always kept with its job
 */
public record PayloadBounds(long threshold, long maxSize, long maxInline) {

	public PayloadBounds {
		if (threshold < 1 || threshold > maxInline || threshold > maxSize) {
			throw new InvalidJobException(
					"'threshold' is from 1 to %d, but was %d".formatted(Math.min(maxInline, maxSize), threshold));
		}
	}

}
