package io.jobqueue.worker.options;

import java.util.List;

/**
 * The queues of a worker.
 *
 * @param given the queues that are served from the start
 * @param discovery which further queues are discovered
 */
public record WorkerQueues(List<ContainerOptions> given, QueueDiscovery discovery) {
}
