package io.jobqueue.store.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobEvent;
import io.jobqueue.UniqueKey.Conflict;

import org.jspecify.annotations.Nullable;

/** The events of jobs that were not stored because another job owns their unique key. */
public final class Duplicates {

	private Duplicates() {
	}

	/**
	 * The events of an insert, one for each queue, task and conflict.
	 * @param jobs the jobs
	 * @param results what the store did with each
	 */
	public static List<JobEvent.Duplicate> of(List<NewJob> jobs, List<InsertResult> results) {
		Map<JobEvent.Duplicate, Integer> counts = new LinkedHashMap<>(0);
		for (int i = 0; i < jobs.size(); i++) {
			Conflict conflict = conflict(jobs.get(i), results.get(i));
			if (conflict != null) {
				counts.merge(new JobEvent.Duplicate(jobs.get(i).queue(), jobs.get(i).task(), conflict, 1), 1,
						Integer::sum);
			}
		}
		List<JobEvent.Duplicate> events = new ArrayList<>(counts.size());
		counts.forEach(
				(one, count) -> events.add(new JobEvent.Duplicate(one.queue(), one.task(), one.conflict(), count)));
		return events;
	}

	private static @Nullable Conflict conflict(NewJob job, InsertResult result) {
		UniqueTrait key = job.traits().unique();
		return switch (result.kind()) {
			case KEPT -> (key != null && key.conflict() == Conflict.REJECT) ? Conflict.REJECT : Conflict.KEEP;
			case REPLACED -> Conflict.REPLACE;
			case DEBOUNCED -> Conflict.DEBOUNCE;
			case INSERTED, ALREADY_THERE, FULL, LATE -> null;
		};
	}

}
