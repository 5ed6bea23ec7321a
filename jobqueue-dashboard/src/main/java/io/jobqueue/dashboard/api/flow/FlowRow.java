package io.jobqueue.dashboard.api.flow;

import java.time.Instant;

import io.jobqueue.FlowInfo;
import io.jobqueue.FlowStatus;
import org.jspecify.annotations.Nullable;

/**
 * A flow in a list.
 *
 * @param id its id
 * @param name its name, {@code null} if it has none
 * @param status its status
 * @param stage the number of its present stage, from 1
 * @param stages the number of its stages
 * @param jobs the number of its jobs, those of later stages not included
 * @param open how many of these wait or run
 * @param succeeded how many of these have succeeded
 * @param failed how many of these have ended otherwise
 * @param progress the part of these that have ended, from 0.0 to 1.0
 * @param createdAt when it was created
 * @param endedAt when it had its present status, {@code null} while jobs wait or run
 */
record FlowRow(String id, @Nullable String name, FlowStatus status, int stage, int stages, int jobs, int open,
		int succeeded, int failed, double progress, Instant createdAt, @Nullable Instant endedAt) {

	static FlowRow of(FlowInfo flow) {
		return new FlowRow(flow.id().value(), flow.name(), flow.status(), flow.stage(), flow.stages(), flow.jobs(),
				flow.open(), flow.succeeded(), flow.failed(), flow.progress(), flow.createdAt(), flow.endedAt());
	}

}
