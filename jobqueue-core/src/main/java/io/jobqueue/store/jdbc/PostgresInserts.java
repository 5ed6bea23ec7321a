package io.jobqueue.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.access.OneTrip;
import io.jobqueue.store.jdbc.dialect.BatchBytes;
import io.jobqueue.store.jdbc.dialect.Column;
import io.jobqueue.store.jdbc.dialect.PostgresDialect;
import io.jobqueue.store.jdbc.dialect.PostgresInsertTexts;
import io.jobqueue.store.jdbc.query.QueueRoom;
import io.jobqueue.store.jdbc.schema.SqlErrors;
import io.jobqueue.store.jdbc.signal.WakeCondition;
import io.jobqueue.store.jdbc.signal.Waker;
import io.jobqueue.store.jdbc.step.JobStep;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.support.MonotonicIds;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.SqlParameterValue;

/**
 * Inserts jobs by one statement, which does for all of them what {@link JobStep#insert}
 * does for one, by the clock of the database. The worker that is to be woken is found in
 * the same round trip, but after the commit: a worker that falls asleep meanwhile either
 * is seen then, or looks at the queue once more and finds the job. Where a maximum size
 * of a queue applies, it inserts nothing.
 */
final class PostgresInserts {

	private final Database database;

	private final Waker wakes;

	private final QueueRoom room;

	private final OneTrip oneTrip;

	/** Whether the last worker could be woken, so that the next insert may do it too. */
	private volatile boolean wakesToo;

	PostgresInserts(Database database, Waker wakes, QueueRoom room) {
		this.database = database;
		this.wakes = wakes;
		this.room = room;
		this.oneTrip = new OneTrip(database);
	}

	/**
	 * How many of the first jobs go into one statement, at least one. Reads no more than
	 * these and the next one: the rest of a list is not read again for each part.
	 */
	static int fitting(List<NewJob> jobs) {
		return BatchBytes.UNLIMITED.fitting(new AbstractList<>() {

			@Override
			public Object[] get(int index) {
				return row(jobs.get(index));
			}

			@Override
			public int size() {
				return jobs.size();
			}

		}, 0, jobs.size());
	}

	/**
	 * In the transaction of the caller.
	 * @return the ids that were there before, {@code null} if nothing was done because a
	 * maximum size applies
	 */
	@Nullable Set<String> join(Collection<NewJob> jobs, Admission admission) {
		return known(insert(texts(jobs).joined(), parameters(jobs, admission)));
	}

	/**
	 * As {@link #join}, committed, and a worker woken where one sleeps. The first worker
	 * is woken apart: an application may lack the right to.
	 */
	@Nullable Set<String> insert(Collection<NewJob> jobs, Admission admission) {
		Set<String> queues = jobs.stream().map(NewJob::queue).collect(Collectors.toSet());
		Map<String, @Nullable Object> parameters = parameters(jobs, admission);
		AtomicBoolean committing = new AtomicBoolean();
		String queue = queues.iterator().next();
		boolean needsNoLook = later(jobs).isEmpty() && this.wakes.sleepsHere(queue);
		if (!needsNoLook && this.wakesToo && queues.size() == 1 && this.wakes.canShare()) {
			Arrival arrival = new Arrival(queue, later(jobs));
			OneTrip.Answers<Answer, String> answers = this.database.single("insert jobs", committing,
					() -> insertNew(jobs, (sql) -> insertAndFindSleepers(sql, arrival, parameters, committing)));
			this.wakes.wakeOne(arrival.queue, answers.second());
			return known(answers.first());
		}
		List<Answer> answers = this.database.single("insert jobs", committing,
				() -> insertNew(jobs, (sql) -> insertAlone(sql, parameters, committing)));
		Set<String> known = known(answers);
		List<WakeCondition> looks = this.wakes.wakeHere(wakes(jobs, answers, known));
		if (!looks.isEmpty()) {
			this.wakesToo = this.wakes.wake(looks);
		}
		return known;
	}

	/** Whom jobs wake that were not there before. */
	private static Collection<WakeCondition> wakes(Collection<NewJob> jobs, List<Answer> answers,
			@Nullable Set<String> known) {
		if (known == null) {
			return List.of();
		}
		Map<String, Answer> later = new HashMap<>();
		answers.stream().filter((it) -> it.is(PostgresInsertTexts.LATER)).forEach((it) -> later.put(it.id, it));
		Map<String, WakeCondition> wakes = new LinkedHashMap<>();
		for (NewJob job : jobs) {
			if (!known.contains(job.id().value())) {
				Answer due = later.get(job.id().value());
				wakes.merge(job.queue(), (due != null) ? WakeCondition.ifFirstDue(job.queue(), due.dueAt)
						: WakeCondition.ifReady(job.queue()), WakeCondition::and);
			}
		}
		return wakes.values();
	}

	/**
	 * Jobs with ids of this library are new, but for a repeated call. A statement that
	 * leaves out those that are there takes half as long again.
	 */
	private static <T> T insertNew(Collection<NewJob> jobs, Function<String, T> insert) {
		PostgresInsertTexts texts = texts(jobs);
		if (jobs.stream().allMatch((job) -> MonotonicIds.time(job.id()).isPresent())) {
			try {
				return insert.apply(texts.expectingNew());
			}
			catch (DuplicateKeyException ex) {
				// Nothing was inserted.
			}
		}
		return insert.apply(texts.alone());
	}

	/** A statement that is answered by an error has no effect. */
	private List<Answer> insertAlone(String sql, Map<String, @Nullable Object> parameters, AtomicBoolean committing) {
		committing.set(true);
		try {
			return insert(sql, parameters);
		}
		catch (DataAccessException ex) {
			committing.set(SqlErrors.isConnectionLost(ex));
			throw ex;
		}
	}

	private static PostgresInsertTexts texts(Collection<NewJob> jobs) {
		return isOneReady(jobs) ? PostgresInsertTexts.READY : PostgresInsertTexts.MANY;
	}

	private static boolean isOneReady(Collection<NewJob> jobs) {
		return jobs.size() == 1 && later(jobs).isEmpty();
	}

	private static List<String> later(Collection<NewJob> jobs) {
		return jobs.stream()
			.filter((job) -> job.delay() != null || job.dueAt() != null)
			.map((job) -> job.id().value())
			.toList();
	}

	private OneTrip.Answers<Answer, String> insertAndFindSleepers(String sql, Arrival arrival,
			Map<String, @Nullable Object> inserted, AtomicBoolean committing) {
		Waker.Shared wake = this.wakes.shared(arrival.queue, arrival.later);
		Map<String, @Nullable Object> parameters = new HashMap<>(wake.parameters());
		parameters.putAll(inserted);
		try {
			return this.oneTrip.run(new OneTrip.Query<>(sql, Answer::of), wake.query(), parameters, committing);
		}
		catch (DuplicateKeyException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			this.wakesToo = false;
			throw ex;
		}
	}

	private List<Answer> insert(String sql, Map<String, @Nullable Object> parameters) {
		return this.database.sql(sql).params(parameters).query(Answer::of).list();
	}

	private @Nullable Set<String> known(List<Answer> answers) {
		List<Answer> sized = answers.stream().filter((it) -> it.is(PostgresInsertTexts.SIZED)).toList();
		if (!sized.isEmpty()) {
			sized.forEach((it) -> this.room.noteSized(it.queue));
			return null;
		}
		return answers.stream()
			.filter((it) -> it.is(PostgresInsertTexts.THERE))
			.map(Answer::id)
			.collect(Collectors.toCollection(HashSet::new));
	}

	private static Map<String, @Nullable Object> parameters(Collection<NewJob> jobs, Admission admission) {
		List<@Nullable Object[]> rows = new ArrayList<>(jobs.stream().map(PostgresInserts::row).toList());
		boolean one = isOneReady(jobs);
		Map<String, @Nullable Object> parameters = new HashMap<>();
		parameters.put("within_size", admission == Admission.WITHIN_SIZE);
		for (int i = 0; i < PostgresInsertTexts.COLUMNS.size(); i++) {
			Column column = PostgresInsertTexts.COLUMNS.get(i);
			// For a null without a type, the driver would ask the server.
			parameters.put("new_" + column.name(), one ? new SqlParameterValue(column.sqlType(), rows.get(0)[i])
					: PostgresDialect.array(column, i, rows));
		}
		return parameters;
	}

	private static @Nullable Object[] row(NewJob job) {
		String fields = job.details().fields();
		Duration delay = job.delay();
		Instant dueAt = job.dueAt();
		return new @Nullable Object[] { job.id().value(), job.queue(), job.task(), job.payload(),
				fields.isEmpty() ? null : fields, job.priority(), (dueAt != null) ? dueAt.toEpochMilli() : null,
				(delay != null) ? delay.toMillis() : null };
	}

	/** A row of {@link PostgresInsertTexts}. */
	private record Answer(String kind, @Nullable String id, String queue, long dueAt) {

		boolean is(String other) {
			return this.kind.equals(other);
		}

		static Answer of(ResultSet row, int number) throws SQLException {
			return new Answer(row.getString("kind"), row.getString("id"), row.getString("queue"), row.getLong("at"));
		}

	}

	/** A queue into which jobs have come, and those that may be due later. */
	private record Arrival(String queue, List<String> later) {
	}

}
