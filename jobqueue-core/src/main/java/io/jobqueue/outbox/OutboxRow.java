package io.jobqueue.outbox;

import java.time.Duration;

/**
 * A row of the outbox.
 *
 * @param seq its position in the order
 * @param id the id of its job
 * @param queue the queue of its job
 * @param body the other fields of its job
 * @param age the time since it was written, by the clock of the database
 */
record OutboxRow(long seq, String id, String queue, String body, Duration age) {
}
