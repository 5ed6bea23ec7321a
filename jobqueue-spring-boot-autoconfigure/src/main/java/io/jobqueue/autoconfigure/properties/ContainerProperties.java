package io.jobqueue.autoconfigure.properties;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A container that serves several queues.
 *
 * @param queues Names of queues and patterns such as 'tenant-*', the most urgent first.
 * They are served in addition to those of tasks.
 * @param order How the queues share the container while several have jobs.
 * @param weights Weights of names and patterns, for the order 'weighted'. Default: 1.
 * @param concurrency Maximum number of jobs of all these queues together that run at the
 * same time in this application. Default: that of the worker.
 */
public record ContainerProperties(@DefaultValue List<String> queues, @DefaultValue("weighted") Order order,
		@DefaultValue Map<String, Integer> weights, @Nullable Integer concurrency) {

	/** How queues share a container. */
	public enum Order {

		/**
		 * A queue is served if those before it have no job to start. One of 32 starts
		 * goes to the later queue that has waited for the longest time.
		 */
		STRICT,
		/** Queues with jobs start them in proportion to their weights. */
		WEIGHTED

	}

}
