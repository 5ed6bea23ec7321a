package io.jobqueue.store.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.store.error.StoreFullException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.jdbc.access.CallerTransaction;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.JdbcJobRecord;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.jdbc.signal.Waker;
import io.jobqueue.store.jdbc.step.JobStep;
import io.jobqueue.store.jdbc.step.KeyClaims;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;

/**
 * Inserts jobs, in the caller's transaction where it has one of this database.
 */
final class JdbcInserts {

	private static final int CHUNK = 500;

	private final Database database;

	private final CallerTransaction callerTransaction;

	private final Waker wakes;

	private final PostgresInserts postgres;

	JdbcInserts(Database database, CallerTransaction callerTransaction, Waker wakes) {
		this.database = database;
		this.callerTransaction = callerTransaction;
		this.wakes = wakes;
		this.postgres = new PostgresInserts(database, wakes);
	}

	List<InsertResult> insert(List<NewJob> jobs) {
		List<InsertResult> results = new ArrayList<>(jobs.size());
		for (int from = 0; from < jobs.size();) {
			List<NewJob> chunk = chunk(jobs.subList(from, Math.min(jobs.size(), from + CHUNK)));
			results.addAll(this.callerTransaction.isOpen() ? join(chunk) : insertAlone(chunk, from, jobs.size()));
			from += chunk.size();
		}
		return results;
	}

	private List<NewJob> chunk(List<NewJob> jobs) {
		return this.database.dialect().pipelines() ? jobs.subList(0, PostgresInserts.fitting(jobs)) : jobs;
	}

	/** The jobs before these have been stored. */
	private List<InsertResult> insertAlone(List<NewJob> jobs, int before, int all) {
		try {
			return insertAlone(jobs);
		}
		catch (StoreFullException ex) {
			throw ex;
		}
		catch (StoreUnavailableException ex) {
			if (before == 0) {
				throw ex;
			}
			throw new StoreUnavailableException(
					"The first %d of %d jobs were stored before this: %s".formatted(before, all, ex.getMessage()), ex);
		}
	}

	/** Signals go out once the caller's transaction is committed. */
	private List<InsertResult> join(List<NewJob> jobs) {
		List<InsertResult> results = this.database.joined("insert jobs", () -> isOneStatement(jobs)
				? results(jobs, this.postgres.join(unique(jobs))) : insertNow(jobs, this.database.now()).results);
		this.callerTransaction.joined(jobs.stream().map(NewJob::queue).toList());
		return results;
	}

	private List<InsertResult> insertAlone(List<NewJob> jobs) {
		if (isOneStatement(jobs)) {
			return results(jobs, this.postgres.insert(unique(jobs)));
		}
		Done done = this.database.own("insert jobs", () -> insertNow(jobs, this.database.begin()));
		this.wakes.wake(done.step.signals.wakes());
		return done.results;
	}

	/** Jobs with traits take several statements everywhere. */
	private boolean isOneStatement(List<NewJob> jobs) {
		return this.database.dialect().pipelines() && jobs.stream().allMatch((job) -> job.traits().isEmpty());
	}

	private static Collection<NewJob> unique(List<NewJob> jobs) {
		Map<String, NewJob> unique = new LinkedHashMap<>();
		jobs.forEach((job) -> unique.putIfAbsent(job.id().value(), job));
		return unique.values();
	}

	/** Of jobs with the same id, the first one is inserted. */
	private static List<InsertResult> results(List<NewJob> jobs, Set<String> inserted) {
		return jobs.stream()
			.map((job) -> inserted.remove(job.id().value()) ? InsertResult.INSERTED : InsertResult.ALREADY_THERE)
			.toList();
	}

	private Done insertNow(List<NewJob> jobs, StepClock now) {
		JobStep step = new JobStep(now);
		KeyClaims keys = new KeyClaims(this.database, step);
		boolean keyed = jobs.stream().anyMatch((job) -> job.traits().unique() != null);
		Collection<NewJob> inserting = keyed ? keys.claim(unique(jobs)) : unique(jobs);
		List<Object[]> records = inserting.stream().map((job) -> JdbcJobRecord.values(job, now)).toList();
		Set<String> inserted = records.isEmpty() ? Set.of()
				: this.database.dialect().insertNew(this.database.jdbc(), this.database.rows(Table.JOB, records));
		inserting.stream().filter((job) -> inserted.contains(job.id().value())).forEach(step::insert);
		Set<String> left = new HashSet<>(inserted);
		List<InsertResult> results = jobs.stream().map((job) -> {
			InsertResult result = keys.result(job.id());
			return (result != null) ? result
					: left.remove(job.id().value()) ? InsertResult.INSERTED : InsertResult.ALREADY_THERE;
		}).toList();
		step.write(this.database);
		return new Done(results, step);
	}

	private record Done(List<InsertResult> results, JobStep step) {
	}

}
