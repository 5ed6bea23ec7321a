package io.jobqueue.store.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import io.jobqueue.store.error.StoreFullException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.jdbc.access.CallerTransaction;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.query.QueueRoom;
import io.jobqueue.store.jdbc.signal.Waker;
import io.jobqueue.store.jdbc.step.JobInsertion;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;

/**
 * Inserts jobs, in the caller's transaction where it has one of this database.
 */
final class JdbcInserts {

	private static final int CHUNK = 500;

	/** Of jobs without traits, one statement for all. */
	private static final int PIPELINED_CHUNK = 1000;

	private final Database database;

	private final CallerTransaction callerTransaction;

	private final Waker wakes;

	private final QueueRoom room;

	private final JobInsertion insertion;

	private final PostgresInserts postgres;

	JdbcInserts(Database database, CallerTransaction callerTransaction, Waker wakes) {
		this.database = database;
		this.callerTransaction = callerTransaction;
		this.wakes = wakes;
		this.room = new QueueRoom(database);
		this.insertion = new JobInsertion(database, this.room);
		this.postgres = new PostgresInserts(database, wakes, this.room);
	}

	List<InsertResult> insert(List<NewJob> jobs, Admission admission) {
		List<InsertResult> results = new ArrayList<>(jobs.size());
		for (int from = 0; from < jobs.size();) {
			List<NewJob> chunk = chunk(jobs.subList(from, jobs.size()));
			Batch batch = new Batch(chunk, JobInsertion.unique(chunk), admission);
			results.addAll(this.callerTransaction.isOpen() ? join(batch) : insertAlone(batch, from, jobs.size()));
			from += chunk.size();
		}
		return results;
	}

	private List<NewJob> chunk(List<NewJob> jobs) {
		boolean pipelines = this.database.dialect().pipelines();
		List<NewJob> chunk = jobs.subList(0, Math.min(jobs.size(), pipelines ? PIPELINED_CHUNK : CHUNK));
		return pipelines ? chunk.subList(0, PostgresInserts.fitting(chunk)) : chunk;
	}

	/** The jobs before these have been stored. */
	private List<InsertResult> insertAlone(Batch batch, int before, int all) {
		try {
			return insertAlone(batch);
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
	private List<InsertResult> join(Batch batch) {
		List<InsertResult> results = this.database.joined("insert jobs", () -> {
			Set<String> known = isOneStatement(batch) ? this.postgres.join(batch.unique, batch.admission) : null;
			return (known != null) ? results(batch.jobs, known) : insertNow(batch, true).results();
		});
		this.callerTransaction.joined(batch.unique.stream().map(NewJob::queue).toList());
		return results;
	}

	private List<InsertResult> insertAlone(Batch batch) {
		Set<String> known = isOneStatement(batch) ? this.postgres.insert(batch.unique, batch.admission) : null;
		if (known != null) {
			return results(batch.jobs, known);
		}
		JobInsertion.Done done = this.database.own("insert jobs", () -> insertNow(batch, false));
		this.wakes.wake(this.wakes.wakeHere(done.step().signals.wakes()));
		return done.results();
	}

	/**
	 * Jobs with traits, and those of a queue with a maximum size, take several statements
	 * everywhere.
	 */
	private boolean isOneStatement(Batch batch) {
		return this.database.dialect().pipelines() && !this.room.isSized(batch.unique, batch.admission)
				&& batch.jobs.stream().allMatch((job) -> job.traits().isEmpty());
	}

	/** Of jobs with the same id, the first one is inserted. */
	private static List<InsertResult> results(List<NewJob> jobs, Set<String> known) {
		return jobs.stream()
			.map((job) -> known.add(job.id().value()) ? InsertResult.INSERTED : InsertResult.ALREADY_THERE)
			.toList();
	}

	private JobInsertion.Done insertNow(Batch batch, boolean joined) {
		return this.insertion.insert(batch.jobs, this.room.start(batch.unique, batch.admission, joined));
	}

	/**
	 * Jobs that are inserted together.
	 *
	 * @param jobs the jobs
	 * @param unique the first one of each id
	 * @param admission whether maximum sizes apply
	 */
	private record Batch(List<NewJob> jobs, Collection<NewJob> unique, Admission admission) {
	}

}
