package io.jobqueue.store.raw;

import io.jobqueue.RawQueueType;

/**
 * A raw queue in a store.
 *
 * @param name its name, of the characters of queue names
 * @param type how its items are kept
 * @param queue the queue that gets its jobs
 */
public record RawSource(String name, RawQueueType type, String queue) {
}
