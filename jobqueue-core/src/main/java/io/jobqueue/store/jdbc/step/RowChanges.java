package io.jobqueue.store.jdbc.step;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.jobqueue.JobStatus;
import io.jobqueue.store.flow.FlowEnd;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.dialect.Dialect;
import io.jobqueue.store.jdbc.dialect.Unsent;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.RunningRow;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.job.FlowPlace;
import io.jobqueue.store.job.NewJob;

import org.jspecify.annotations.Nullable;

/**
 * What a step does to jobs, gathered and then written with one statement a table: rows
 * that leave, rows that enter, and what that does to the sizes. Not for use by several
 * threads.
 */
public final class RowChanges {

	private static final String MOVE_TAGS = "update {p}tag{by:{p}tag_id} set queue = :queue where {of:tag}";

	private final Map<Table, List<Object[]>> leaving = new EnumMap<>(Table.class);

	/** By the addresses of rows. */
	private final Map<Table, List<Object[]>> leavingAt = new EnumMap<>(Table.class);

	private final Map<Table, List<Object[]>> entering = new EnumMap<>(Table.class);

	private final Map<Size, Long> sizes = new HashMap<>();

	/** Jobs with tags that go to another queue, by this. */
	private final Map<String, List<String>> tagged = new TreeMap<>();

	public void leaveReady(QueueEntry slot) {
		if (slot.isBlocked()) {
			leave(Table.BLOCKED, slot.id());
		}
		else {
			leaveAt(slot.address(), Table.READY, slot.key());
		}
		count(slot.queue(), slot.readyStatus(), -1);
	}

	void leaveScheduled(QueueEntry slot, JobStatus status) {
		leave(Table.SCHEDULED, slot.id());
		count(slot.queue(), status, -1);
	}

	public void leaveRunning(QueueEntry slot, JobStatus status) {
		leaveAt(slot.address(), Table.RUNNING, slot.id());
		count(slot.queue(), status, -1);
	}

	/** The job has ended and now is deleted or lives again. */
	public void leaveEnd(EndedJob job) {
		countEnd(job.queue(), job.status(), job.task(), job.errorType(), -1);
	}

	public void delete(String id, boolean past) {
		if (past) {
			deleteWithPast(id, null);
		}
		else {
			leave(Table.JOB, id);
		}
	}

	/**
	 * The job with a past is deleted.
	 * @param address that of its past, {@code null} to find it by the id
	 */
	public void deleteWithPast(String id, @Nullable String address) {
		leave(Table.JOB, id);
		leaveAt(address, Table.PAST, id);
	}

	/** The job with tags is deleted. */
	public void deleteTags(String id) {
		leave(Table.TAG, id);
	}

	/** The job with steps or a log is deleted. */
	public void deleteNotes(String id) {
		deleteSteps(id);
		leave(Table.LOG, id);
	}

	/** The job with steps runs them all again. */
	void deleteSteps(String id) {
		leave(Table.STEP, id);
	}

	/** The new job has these tags in its queue. */
	void enterTags(NewJob job) {
		job.traits().tags().forEach((tag) -> enter(Table.TAG, new Object[] { tag, job.queue(), job.id().value() }));
	}

	/** A job of a flow has ended. */
	void enterNotice(String queue, FlowPlace place, FlowEnd end) {
		enter(Table.FLOW_NOTICE,
				new Object[] { queue, place.flow().value(), place.number(), String.valueOf(end.letter()) });
	}

	/** The job with tags goes to another queue. */
	void moveTags(String id, String queue) {
		this.tagged.computeIfAbsent(queue, (key) -> new ArrayList<>()).add(id);
	}

	/** The job is ready, also if it has waited for a limit until now. */
	public void enterReady(QueueEntry slot) {
		enter(Table.READY, slot.withMarks(slot.marks() & ~QueueEntry.BLOCKED).values());
		count(slot.queue(), slot.readyStatus(), 1);
	}

	public void enterScheduled(QueueEntry slot, JobStatus status) {
		enter(Table.SCHEDULED, slot.values(status.name()));
		count(slot.queue(), status, 1);
	}

	void enterRunning(RunningRow running) {
		enter(Table.RUNNING, running.values());
		count(running.slot().queue(), running.status(), 1);
	}

	/** The job has ended; its past says how. */
	void enterEnd(EndedJob job) {
		countEnd(job.queue(), job.status(), job.task(), job.errorType(), 1);
	}

	/** Write what has become of a job, in place of what was written before. */
	void past(Object[] values, boolean before) {
		if (before) {
			leave(Table.PAST, (String) values[0]);
		}
		enter(Table.PAST, values);
	}

	/** Whether jobs wait for a worker by what was not yet written. */
	public boolean letWait() {
		return this.entering.containsKey(Table.READY) || this.entering.containsKey(Table.SCHEDULED);
	}

	/** Write what was not yet written. */
	public void write(Database database) {
		database.send(writeMost(database));
	}

	/**
	 * Write what was not yet written, except for what can share the round trip of the
	 * next statements.
	 */
	Unsent writeMost(Database database) {
		List<Dialect.TableKeys> leaving = new ArrayList<>();
		this.leaving.forEach((table, keys) -> leaving.add(database.keys(table, keys)));
		this.leavingAt.forEach((table, addresses) -> leaving.add(database.addresses(table, addresses)));
		List<Dialect.TableRows> entering = new ArrayList<>();
		this.entering.forEach((table, rows) -> entering.add(database.rows(table, rows)));
		List<Object[]> counts = new ArrayList<>();
		this.sizes.forEach((size, delta) -> {
			if (delta != 0) {
				counts.add(new Object[] { size.queue(), size.status().name(), size.task(), size.errorType(), delta });
			}
		});
		if (!counts.isEmpty()) {
			entering.add(database.rows(Table.COUNT, counts));
		}
		Unsent unsent = database.dialect().writeMost(database.jdbc(), leaving, entering);
		this.tagged.forEach((queue, ids) -> database.sql(MOVE_TAGS)
			.param("queue", queue)
			.param("ids", database.dialect().ids(ids))
			.update());
		this.tagged.clear();
		this.leaving.clear();
		this.leavingAt.clear();
		this.entering.clear();
		this.sizes.clear();
		return unsent;
	}

	/** By the address of the row if there is one, else by its key. */
	private void leaveAt(@Nullable String address, Table table, Object... key) {
		if (address != null) {
			this.leavingAt.computeIfAbsent(table, (name) -> new ArrayList<>()).add(new Object[] { address });
		}
		else {
			leave(table, key);
		}
	}

	private void leave(Table table, Object... key) {
		this.leaving.computeIfAbsent(table, (name) -> new ArrayList<>()).add(key);
	}

	private void enter(Table table, Object[] values) {
		this.entering.computeIfAbsent(table, (key) -> new ArrayList<>()).add(values);
	}

	public void count(String queue, JobStatus status, long delta) {
		this.sizes.merge(new Size(queue, status, "", ""), delta, Long::sum);
	}

	private void countEnd(String queue, JobStatus status, String task, String errorType, long delta) {
		boolean grouped = status.isDeadLetter();
		this.sizes.merge(new Size(queue, status, grouped ? task : "", grouped ? errorType : ""), delta, Long::sum);
	}

	/** What is counted together. */
	private record Size(String queue, JobStatus status, String task, String errorType) {
	}

	/**
	 * A job that has ended, as it is counted.
	 *
	 * @param queue its queue
	 * @param status its status
	 * @param task its task
	 * @param errorType the class of its error, empty for none
	 */
	public record EndedJob(String queue, JobStatus status, String task, String errorType) {
	}

}
