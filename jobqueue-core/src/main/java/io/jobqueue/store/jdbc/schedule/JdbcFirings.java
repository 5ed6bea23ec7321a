package io.jobqueue.store.jdbc.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.JdbcJobRecord;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.jdbc.step.JobStep;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.schedule.FiringDecision;
import io.jobqueue.store.schedule.FiringResult;
import io.jobqueue.store.schedule.ScheduleFiring;
import io.jobqueue.store.schedule.ScheduleRuns;
import io.jobqueue.store.schedule.StoredSchedule;

import org.jspecify.annotations.Nullable;

/**
 * The firings of one transaction. A schedule that another worker fires is locked, and
 * left out.
 */
final class JdbcFirings {

	private static final String LOCK = """
			select * from {p}schedule{by:primary} where name {in:ids} order by name for update skip locked
			""";

	/** One statement: a job that goes from one table to another is in one of them. */
	private static final String LIVING = """
			select id from {p}ready where {of:ready} union all select id from {p}scheduled where {of:scheduled}
			union all select id from {p}running where id {in:ids} union all select id from {p}blocked where {of:blocked}
			""";

	private static final String UPDATE = """
			update {p}schedule{by:primary} set revision = ?, due_at = ?, waiting = ?, last_tick = ?, last_job = ?, runs = ?
			where name = ?
			""";

	private final Database database;

	private final JobStep step;

	private final Instant now;

	private final List<NewJob> jobs = new ArrayList<>();

	private final List<Object[]> updates = new ArrayList<>();

	JdbcFirings(Database database, StepClock clock) {
		this.database = database;
		this.step = new JobStep(clock);
		this.now = clock.instant();
	}

	/** Fire, and return what is to be signalled after the commit. */
	JobStep fire(List<ScheduleFiring> firings, List<FiringResult> results) {
		Map<String, StoredSchedule> locked = lock(firings);
		Set<String> living = living(locked.values());
		for (ScheduleFiring firing : firings) {
			StoredSchedule schedule = locked.get(firing.schedule().name());
			results.add((schedule == null || schedule.revision() != firing.schedule().revision()) ? FiringResult.CHANGED
					: fire(firing, schedule, living));
		}
		insert();
		if (!this.updates.isEmpty()) {
			this.database.jdbc().batchUpdate(this.database.expand(UPDATE), this.updates);
		}
		return this.step;
	}

	private Map<String, StoredSchedule> lock(List<ScheduleFiring> firings) {
		List<String> names = firings.stream().map((firing) -> firing.schedule().name()).toList();
		Map<String, StoredSchedule> locked = new HashMap<>();
		this.database.sql(LOCK)
			.param("ids", this.database.dialect().ids(names))
			.query((row, number) -> ScheduleRow.read(row))
			.list()
			.forEach((schedule) -> locked.put(schedule.name(), schedule));
		return locked;
	}

	private Set<String> living(Collection<StoredSchedule> schedules) {
		List<String> ids = schedules.stream()
			.map(StoredSchedule::lastJob)
			.filter(Objects::nonNull)
			.map(JobId::value)
			.toList();
		return ids.isEmpty() ? Set.of() : new HashSet<>(
				this.database.sql(LIVING).param("ids", this.database.dialect().ids(ids)).query(String.class).list());
	}

	private FiringResult fire(ScheduleFiring firing, StoredSchedule schedule, Set<String> living) {
		JobId last = schedule.lastJob();
		FiringDecision decision = FiringDecision.of(firing, schedule, last != null && living.contains(last.value()),
				this.now);
		this.jobs.addAll(decision.jobs());
		StoredSchedule after = decision.schedule();
		this.updates.add(new @Nullable Object[] { after.revision(), ScheduleRow.millis(after.due()),
				ScheduleRow.millis(after.waiting()), ScheduleRow.millis(after.lastTick()),
				ScheduleRow.id(after.lastJob()), ScheduleRuns.write(after.runs()), after.name() });
		return decision.result();
	}

	private void insert() {
		if (this.jobs.isEmpty()) {
			return;
		}
		List<Object[]> records = this.jobs.stream().map((job) -> JdbcJobRecord.values(job, this.step.now)).toList();
		this.database.dialect().insert(this.database.jdbc(), this.database.rows(Table.JOB, records));
		this.jobs.forEach(this.step::insert);
		this.step.write(this.database);
	}

}
