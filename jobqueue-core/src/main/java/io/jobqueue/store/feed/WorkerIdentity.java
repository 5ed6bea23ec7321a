package io.jobqueue.store.feed;

import java.time.Instant;

/**
 * The identity of a worker.
 *
 * @param id its id, unique among all workers and new after each start
 * @param host the host it runs on
 * @param pid its process id
 * @param startedAt when it started, by its own clock
 */
public record WorkerIdentity(String id, String host, long pid, Instant startedAt) {
}
