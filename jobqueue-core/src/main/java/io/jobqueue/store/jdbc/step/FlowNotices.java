package io.jobqueue.store.jdbc.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.lifecycle.JobState;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.flow.FlowEnd;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.JdbcJobRecord;
import io.jobqueue.store.job.FlowTrait;

/**
 * Leaves notices of the jobs of flows that end in a step. It is called only for jobs of
 * flows. Not for use by several threads.
 */
final class FlowNotices {

	private static final String TRAITS = "select id, traits from {p}job where id {in:ids}";

	private final Map<String, Ended> ended = new LinkedHashMap<>();

	void note(Transition transition) {
		if (transition.hooks().contains(Transition.Hook.ENDED)) {
			JobState after = transition.after();
			this.ended.put(transition.before().id().value(), new Ended(transition.before().queue(),
					(after != null) ? FlowEnd.of(after.status()) : FlowEnd.MISSING));
		}
	}

	/** Read the places of the jobs, before their rows are deleted. */
	void read(Database database, RowChanges changes) {
		if (!this.ended.isEmpty()) {
			database.sql(TRAITS).param("ids", database.dialect().ids(List.copyOf(this.ended.keySet()))).query((row) -> {
				FlowTrait flow = JdbcJobRecord.traits(row).flow();
				Ended end = this.ended.get(row.getString("id"));
				if (flow != null && end != null) {
					changes.enterNotice(end.queue, flow.place(), end.end);
				}
			});
			this.ended.clear();
		}
	}

	/** How a job has ended, and in which queue. */
	private record Ended(String queue, FlowEnd end) {
	}

}
