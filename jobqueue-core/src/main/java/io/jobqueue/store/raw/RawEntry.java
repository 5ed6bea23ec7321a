package io.jobqueue.store.raw;

import org.jspecify.annotations.Nullable;

/**
 * An item of a raw queue as a store has seen it.
 *
 * @param text the item, or its beginning
 * @param score its score, 0 for that of a list or a set
 * @param bytes the size of the whole item, at least
 * @param fault why the text is not the item, {@code null} if it is
 * @param handle by which the store finds the item again; of no meaning to others
 */
public record RawEntry(String text, double score, long bytes, @Nullable String fault, Object handle) {
}
