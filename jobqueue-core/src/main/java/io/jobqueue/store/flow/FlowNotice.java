package io.jobqueue.store.flow;

import io.jobqueue.store.job.FlowPlace;

/**
 * The notice that a job of a flow has ended. The step that ends the job leaves it.
 *
 * @param key what the store knows it by
 * @param place the place of the job
 * @param end how the job has ended
 */
public record FlowNotice(String key, FlowPlace place, FlowEnd end) {
}
