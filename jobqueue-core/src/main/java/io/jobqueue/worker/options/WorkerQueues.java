package io.jobqueue.worker.options;

import java.util.List;

/**
 * The queues of a worker.
 *
 * @param given those that it serves from its start
 * @param discovery those that it looks for
 */
public record WorkerQueues(List<ContainerOptions> given, QueueDiscovery discovery) {
}
