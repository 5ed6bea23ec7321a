package io.jobqueue.store.jdbc.step;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.query.QueueRoom;
import io.jobqueue.store.jdbc.row.JdbcJobRecord;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.job.FlowTrait;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;

/**
 * Inserts jobs by several statements, in the transaction of its caller: jobs with traits,
 * and those of queues with a maximum size, too. Safe for use by many threads.
 */
public final class JobInsertion {

	private final Database database;

	private final QueueRoom room;

	public JobInsertion(Database database, QueueRoom room) {
		this.database = database;
		this.room = room;
	}

	/** Of jobs with the same id the first one. */
	public static Collection<NewJob> unique(List<NewJob> jobs) {
		Map<String, NewJob> unique = new LinkedHashMap<>();
		jobs.forEach((job) -> unique.putIfAbsent(job.id().value(), job));
		return unique.values();
	}

	/**
	 * Insert jobs.
	 * @param jobs the jobs; of those with the same id, the first one is inserted
	 * @param start how the transaction began
	 * @return what came of each, and what is to be signalled after the commit
	 */
	public Done insert(List<NewJob> jobs, QueueRoom.Start start) {
		Collection<NewJob> unique = unique(jobs);
		JobStep step = new JobStep(start.now());
		KeyClaims keys = new KeyClaims(this.database, step);
		Set<String> full = start.sized() ? this.room.full(unique, start.now()) : Set.of();
		List<NewJob> fitting = unique.stream()
			.filter((job) -> !full.contains(job.id().value()) && !isLate(job, start.now()))
			.toList();
		boolean keyed = fitting.stream().anyMatch((job) -> job.traits().unique() != null);
		Collection<NewJob> inserting = keyed ? keys.claim(fitting) : fitting;
		List<Object[]> records = inserting.stream().map((job) -> JdbcJobRecord.values(job, start.now())).toList();
		Set<String> inserted = records.isEmpty() ? Set.of()
				: this.database.dialect().insertNew(this.database.jdbc(), this.database.rows(Table.JOB, records));
		inserting.stream().filter((job) -> inserted.contains(job.id().value())).forEach(step::insert);
		Set<String> left = new HashSet<>(inserted);
		List<InsertResult> results = jobs.stream().map((job) -> {
			String id = job.id().value();
			InsertResult result = full.contains(id) ? InsertResult.FULL : keys.result(job.id());
			if (result == null && isLate(job, start.now())) {
				result = InsertResult.LATE;
			}
			return (result != null) ? result : left.remove(id) ? InsertResult.INSERTED : InsertResult.ALREADY_THERE;
		}).toList();
		step.write(this.database);
		return new Done(results, step);
	}

	private static boolean isLate(NewJob job, StepClock now) {
		FlowTrait flow = job.traits().flow();
		return flow != null && flow.isLate(now.instant());
	}

	/**
	 * What was done.
	 *
	 * @param results what came of each job
	 * @param step what is to be signalled
	 */
	public record Done(List<InsertResult> results, JobStep step) {
	}

}
