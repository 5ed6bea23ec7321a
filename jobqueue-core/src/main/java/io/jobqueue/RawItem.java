package io.jobqueue;

/**
 * What another program has put into a raw queue.
 *
 * @param rawQueue the name of the raw queue
 * @param text the item as it was put there
 * @param score its score, 0 for that of a list or a set: see {@link RawQueueType}
 */
public record RawItem(String rawQueue, String text, double score) {
}
