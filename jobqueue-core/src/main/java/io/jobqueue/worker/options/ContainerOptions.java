package io.jobqueue.worker.options;

import io.jobqueue.InvalidJobException;
import io.jobqueue.Names;

import org.jspecify.annotations.Nullable;

/**
 * The options of a container.
 *
 * @param queue the queue
 * @param concurrency the maximum number of jobs that run at the same time, positive
 * @param shared the container whose permits the queue shares with other queues;
 * {@code null} if it has its own permits. It determines the concurrency
 */
public record ContainerOptions(String queue, int concurrency, @Nullable SharedContainer shared) {

	public ContainerOptions {
		Names.requireQueue(queue);
		if (concurrency < 1) {
			throw new InvalidJobException(
					"'concurrency' of queue '%s' must be positive, but was %d".formatted(queue, concurrency));
		}
		if (shared != null && (!shared.serves(queue) || shared.concurrency() != concurrency)) {
			throw new InvalidJobException(
					"Queue '%s' with concurrency %d must be one of the queues of container '%s' (%s) and have its concurrency %d"
						.formatted(queue, concurrency, shared.name(),
								shared.queues().stream().map(QueuePattern::text).toList(), shared.concurrency()));
		}
	}

	/**
	 * Return the part of the permits, from 0 to 1, for which the queue may claim jobs
	 * ahead.
	 */
	public double share() {
		return (this.shared != null) ? this.shared.share(this.queue) : 1;
	}

	/**
	 * Return the name of the container: that of the queue, unless the queue shares its
	 * permits.
	 */
	public String container() {
		return (this.shared != null) ? this.shared.name() : this.queue;
	}

	/** Return the queue and its concurrency, for logs. */
	public String describe() {
		return "%s (%d%s)".formatted(this.queue, this.concurrency,
				(this.shared != null) ? ", shared by container '" + this.shared.name() + "'" : "");
	}

	/** Create the options of a queue with permits of its own. */
	public ContainerOptions(String queue, int concurrency) {
		this(queue, concurrency, null);
	}

	/** Create the options of a queue that shares the permits of a container. */
	public ContainerOptions(String queue, SharedContainer shared) {
		this(queue, shared.concurrency(), shared);
	}

}
