package io.jobqueue.store.jdbc.step;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.UniqueKey.Conflict;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.query.JdbcJobFinder;
import io.jobqueue.store.jdbc.row.JdbcJobRecord;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.jdbc.row.UniqueRow;
import io.jobqueue.store.job.FlowPlace;
import io.jobqueue.store.job.FlowTrait;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;

import org.jspecify.annotations.Nullable;

/**
 * Lets new jobs own their unique keys, in the present transaction. Keys are taken in
 * their order, and rows of waiting owners are locked before. Another transaction that has
 * taken one of the keys is waited for. Not for use by several threads.
 */
public final class KeyClaims {

	private static final int MAX_ROUNDS = 20;

	/** A job that is made ready or put off is in one of the two tables soon. */
	private static final int LOOKS = 3;

	private static final String READ = "select name, id, until_at from {p}unique where name {in:ids} order by name";

	private static final String TAKE_OVER = """
			update {p}unique set id = :id, until_at = :until, scope = :scope where name = :name and id = :owner
			""";

	private static final String KNOWN = "select id from {p}job where id {in:ids}";

	private static final String SEEN = "select id, created_at, traits from {p}job where id {in:ids}";

	private static final String SCHEDULED = """
			select * from {p}scheduled{by:{p}scheduled_id} where {of:scheduled} order by id for update
			""";

	private static final String READY = """
			select * from {p}ready{by:{p}ready_id} where {of:ready} order by id for update
			""";

	private static final String BLOCKED = """
			select * from {p}blocked{by:{p}blocked_id} where {of:blocked} order by id for update
			""";

	private final Database database;

	private final JobStep step;

	private final Map<String, NewJob> inserting = new LinkedHashMap<>();

	private final Map<String, InsertResult> results = new HashMap<>();

	private final Map<String, WaitingOwner> owners = new HashMap<>();

	/** Jobs by the names of keys, as long as it is open who owns these. */
	private final TreeMap<String, List<NewJob>> open = new TreeMap<>();

	public KeyClaims(Database database, JobStep step) {
		this.database = database;
		this.step = step;
	}

	/**
	 * Claim the keys of jobs with distinct ids.
	 * @return the jobs to insert, in their order
	 */
	public Collection<NewJob> claim(Collection<NewJob> jobs) {
		Set<String> known = new HashSet<>(ids(KNOWN, jobs.stream().map((job) -> job.id().value()).toList()));
		for (NewJob job : jobs) {
			UniqueTrait key = job.traits().unique();
			// One that is there is recognized by its insert.
			this.inserting.put(job.id().value(), job);
			if (key != null && !known.contains(job.id().value())) {
				this.open.computeIfAbsent(UniqueRow.name(job.queue(), key.name()), (name) -> new ArrayList<>())
					.add(job);
			}
		}
		for (int round = 0; round < MAX_ROUNDS && !this.open.isEmpty(); round++) {
			claimOnce(round > 0);
		}
		if (!this.open.isEmpty()) {
			throw new StoreUnavailableException("The unique key '" + this.open.firstKey()
					+ "' changed its owner again and again while a job was to be inserted", null);
		}
		this.owners.values().forEach((owner) -> owner.write(this.database, this.step));
		return this.inserting.values();
	}

	/** What came of a job that is not to be inserted, {@code null} for another one. */
	public @Nullable InsertResult result(JobId id) {
		return this.results.get(id.value());
	}

	/** The first look does not lock, so that workers do not wait for this transaction. */
	private void claimOnce(boolean locks) {
		Map<String, UniqueRow> rows = new LinkedHashMap<>();
		this.database.sql(locks ? READ + " for update" : READ)
			.param("ids", this.database.dialect().ids(List.copyOf(this.open.keySet())))
			.query((row) -> {
				rows.put(row.getString("name"), UniqueRow.of(row));
			});
		lockOwners(rows);
		insertFree(rows);
		rows.forEach((name, row) -> {
			if (claim(name, row, Objects.requireNonNull(this.open.get(name)))) {
				this.open.remove(name);
			}
		});
	}

	private void insertFree(Map<String, UniqueRow> rows) {
		List<Object[]> free = new ArrayList<>();
		this.open.forEach((name, jobs) -> {
			if (!rows.containsKey(name)) {
				free.add(row(name, jobs.get(0)));
			}
		});
		if (!free.isEmpty()) {
			this.database.dialect()
				.insertNew(this.database.jdbc(), this.database.rows(Table.UNIQUE, free))
				.forEach((name) -> own(Objects.requireNonNull(this.open.remove(name)), 0));
		}
	}

	private Object[] row(String name, NewJob job) {
		UniqueTrait key = key(job);
		Duration time = key.time();
		return UniqueRow.values(name, job.id(), key.scope(), (time != null) ? this.step.now.after(time) : null);
	}

	/** Whether it is known what comes of the jobs of a key that has an owner. */
	private boolean claim(String name, UniqueRow row, List<NewJob> jobs) {
		for (int i = 0; i < jobs.size(); i++) {
			NewJob job = jobs.get(i);
			WaitingOwner waiting = this.owners.get(row.id().value());
			boolean replaces = key(job).replaces();
			if (row.isOver(this.step.now) || row.id().equals(job.id()) || (replaces && waiting == null)) {
				boolean taken = takeOver(row(name, job), row);
				if (taken) {
					own(jobs, i);
				}
				else {
					jobs.subList(0, i).clear();
				}
				return taken;
			}
			InsertResult.Kind kind = (replaces && waiting != null)
					? waiting.takeOver(job, key(job), this.step.now.instant()) : InsertResult.Kind.KEPT;
			refuse(job, new InsertResult(kind, row.id()));
		}
		return true;
	}

	private boolean takeOver(Object[] row, UniqueRow owner) {
		return this.database.sql(TAKE_OVER)
			.param("id", row[1])
			.param("until", row[2])
			.param("scope", row[3])
			.param("name", row[0])
			.param("owner", owner.id().value())
			.update() == 1;
	}

	/** One of the jobs owns the key; those behind it meet it. */
	private void own(List<NewJob> jobs, int index) {
		NewJob owner = jobs.get(index);
		for (NewJob job : jobs.subList(index + 1, jobs.size())) {
			UniqueTrait key = key(job);
			InsertResult.Kind kind = InsertResult.Kind.KEPT;
			if (key.replaces()) {
				boolean debounces = key.conflict() == Conflict.DEBOUNCE;
				kind = debounces ? InsertResult.Kind.DEBOUNCED : InsertResult.Kind.REPLACED;
				owner = new NewJob(owner.id(), owner.queue(), job.details().inPlaceOf(owner.details()),
						debounces ? delay(job, key) : owner.delay(), debounces ? null : owner.dueAt(), owner.traits());
				this.inserting.put(owner.id().value(), owner);
			}
			refuse(job, new InsertResult(kind, owner.id()));
		}
	}

	private static Duration delay(NewJob job, UniqueTrait key) {
		Duration delay = Objects.requireNonNullElse(job.delay(), Duration.ZERO);
		Duration longest = Objects.requireNonNull(key.maxWait());
		return (delay.compareTo(longest) > 0) ? longest : delay;
	}

	private void refuse(NewJob job, InsertResult result) {
		this.inserting.remove(job.id().value());
		this.results.put(job.id().value(), result);
	}

	/** Lock the owners that a job is to replace and that wait for their first run. */
	private void lockOwners(Map<String, UniqueRow> rows) {
		List<String> ids = new ArrayList<>();
		rows.forEach((name, row) -> {
			if (!row.isOver(this.step.now) && !this.owners.containsKey(row.id().value())
					&& Objects.requireNonNull(this.open.get(name)).stream().anyMatch((job) -> key(job).replaces())) {
				ids.add(row.id().value());
			}
		});
		if (ids.isEmpty()) {
			return;
		}
		Map<String, Seen> seen = new HashMap<>();
		this.database.sql(SEEN).param("ids", this.database.dialect().ids(ids)).query((row) -> {
			FlowTrait flow = JdbcJobRecord.traits(row).flow();
			seen.put(row.getString("id"),
					new Seen(Instant.ofEpochMilli(row.getLong("created_at")), (flow != null) ? flow.place() : null));
		});
		for (int look = 0; look < LOOKS && !ids.isEmpty(); look++) {
			for (String sql : List.of(SCHEDULED, READY, BLOCKED)) {
				if (!ids.isEmpty()) {
					lock(sql, sql.equals(SCHEDULED) ? JobStatus.SCHEDULED : JobStatus.QUEUED, ids, seen);
				}
			}
		}
	}

	private void lock(String sql, JobStatus status, List<String> ids, Map<String, Seen> seen) {
		List<QueueEntry> slots = new ArrayList<>();
		this.database.sql(sql).param("ids", this.database.dialect().ids(List.copyOf(ids))).query((row) -> {
			QueueEntry slot = QueueEntry.of(row);
			ids.remove(slot.id());
			if (status == JobStatus.QUEUED || status.name().equals(row.getString("status"))) {
				slots.add(slot);
			}
		});
		List<String> claimed = slots.stream().filter((slot) -> slot.delivery() > 0).map(QueueEntry::id).toList();
		Set<String> attempted = JdbcJobFinder.attempted(this.database, claimed);
		for (QueueEntry slot : slots) {
			if (!attempted.contains(slot.id())) {
				Seen owner = seen.getOrDefault(slot.id(), new Seen(this.step.now.instant(), null));
				this.owners.put(slot.id(), new WaitingOwner(slot, status, owner.createdAt, owner.flow));
			}
		}
	}

	private List<String> ids(String sql, List<String> ids) {
		return this.database.sql(sql).param("ids", this.database.dialect().ids(ids)).query(String.class).list();
	}

	private static UniqueTrait key(NewJob job) {
		return Objects.requireNonNull(job.traits().unique());
	}

	/** What an owner keeps when another job replaces its contents. */
	private record Seen(Instant createdAt, @Nullable FlowPlace flow) {
	}

}
