package io.jobqueue.store.raw;

import java.util.List;

/**
 * The next items of a raw queue.
 *
 * @param entries the items, in their order
 * @param more whether there may be further ones that can be moved now
 */
public record RawLook(List<RawEntry> entries, boolean more) {

	/** No item can be moved now. */
	public static final RawLook NONE = new RawLook(List.of(), false);

	public RawLook {
		entries = List.copyOf(entries);
	}

}
