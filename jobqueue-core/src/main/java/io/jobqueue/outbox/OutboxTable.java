package io.jobqueue.outbox;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.jdbc.schema.DatabaseClock;
import io.jobqueue.store.jdbc.schema.JdbcSchema;
import io.jobqueue.store.job.NewJob;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The SQL of the outbox, the same for all databases except for the clock. Callers provide
 * the transaction.
 */
final class OutboxTable {

	private static final int ERROR_LENGTH = 2000;

	private static final long MAX_BYTES = 8 * 1024 * 1024;

	private final DataSource dataSource;

	private final JdbcTemplate jdbc;

	private final JdbcClient client;

	private final String prefix;

	/** Known at first use only. */
	private volatile @Nullable String platform;

	OutboxTable(DataSource dataSource, String prefix) {
		this.dataSource = dataSource;
		this.jdbc = new JdbcTemplate(dataSource);
		this.client = JdbcClient.create(this.jdbc);
		this.prefix = prefix;
	}

	void write(List<NewJob> jobs) {
		this.jdbc.batchUpdate(sql("insert into {p}outbox (id, queue, body, created_at) values (?, ?, ?, {now})"),
				jobs.stream().map((job) -> new Object[] { job.id().value(), job.queue(), job.write() }).toList());
	}

	/** Whether any job waits that is not locked. */
	boolean hasNext() {
		return !this.client
			.sql(sql("select seq from {p}outbox where parked_at is null order by seq limit 1 for update skip locked"))
			.query(Long.class)
			.list()
			.isEmpty();
	}

	/**
	 * The next jobs, except those of some queues and those that are locked. Locked ones
	 * were stored by a relay that stopped while it deleted them.
	 */
	List<OutboxRow> next(int limit, Set<String> without) {
		// No queue has an empty name.
		Set<String> left = without.isEmpty() ? Set.of("") : without;
		Long last = lastThatFits(limit, left);
		if (last == null) {
			return List.of();
		}
		return this.client.sql(sql("""
				select seq, id, queue, body, {now} - created_at as age from {p}outbox
				where parked_at is null and queue not in (:without) and seq <= :last order by seq limit :limit
				for update skip locked
				"""))
			.param("without", left)
			.param("last", last)
			.param("limit", limit)
			.query((row, number) -> new OutboxRow(row.getLong("seq"), row.getString("id"), row.getString("queue"),
					row.getString("body"), Duration.ofMillis(Math.max(0, row.getLong("age")))))
			.list();
	}

	/** The last of the next jobs that are not locked and fit into memory together. */
	private @Nullable Long lastThatFits(int limit, Set<String> without) {
		AtomicReference<@Nullable Long> last = new AtomicReference<>();
		AtomicLong bytes = new AtomicLong();
		this.client.sql(sql("""
				select seq, octet_length(body) as bytes from {p}outbox
				where parked_at is null and queue not in (:without) order by seq limit :limit
				for update skip locked
				""")).param("without", without).param("limit", limit).query((row) -> {
			if (bytes.addAndGet(row.getLong("bytes")) <= MAX_BYTES || last.get() == null) {
				last.set(row.getLong("seq"));
			}
		});
		return last.get();
	}

	void delete(Collection<OutboxRow> rows) {
		this.jdbc.batchUpdate(sql("delete from {p}outbox where seq = ? and {bounded}"),
				rows.stream().map((row) -> new Object[] { row.seq() }).toList());
	}

	int park(OutboxRow row, String error) {
		return this.client
			.sql(sql("update {p}outbox set parked_at = {now}, error = :error where seq = :seq and {bounded}"))
			.param("error", StoredText.cut(StoredText.of(error), ERROR_LENGTH))
			.param("seq", row.seq())
			.update();
	}

	/** Acquire or renew the lease. */
	boolean acquire(String owner, Duration lease) {
		return this.client.sql(sql("""
				update {p}outbox_lease set owner = :owner, lease_until = {now} + :lease
				where name = 'relay' and (owner = :owner or lease_until < {now}) and {bounded}
				""")).param("owner", owner).param("lease", lease.toMillis()).update() > 0;
	}

	boolean hasLease() {
		return !this.client.sql(sql("select name from {p}outbox_lease where name = 'relay'"))
			.query(String.class)
			.list()
			.isEmpty();
	}

	/**
	 * Create the lease without an owner, if it does not exist.
	 * @throws DuplicateKeyException if another one created it at the same moment, and the
	 * database has no statement that passes over it
	 */
	int makeLease() {
		return this.client.sql(sql(
				"insert into {p}outbox_lease (name, owner, lease_until) values ('relay', '', 0)" + switch (platform()) {
					case "postgresql" -> " on conflict do nothing";
					case "mysql", "mariadb" -> " on duplicate key update name = name";
					default -> "";
				}))
			.update();
	}

	int release(String owner) {
		return this.client
			.sql(sql(
					"update {p}outbox_lease set lease_until = 0 where name = 'relay' and owner = :owner and {bounded}"))
			.param("owner", owner)
			.update();
	}

	/** The locations of the scripts that create the tables, on the class path. */
	List<String> scripts(String schemaLocation) {
		return JdbcSchema.of(this.dataSource, this.prefix, schemaLocation).locations();
	}

	/** Check that the tables exist, with the columns of this release. */
	void requireTables(String schemaLocation) {
		JdbcSchema.of(this.dataSource, this.prefix, schemaLocation).requireTables(this.dataSource);
	}

	/** The name of the database in the names of scripts. */
	String platform() {
		String known = this.platform;
		if (known == null) {
			known = JdbcSchema.of(this.dataSource, this.prefix).platform();
			this.platform = known;
		}
		return known;
	}

	private String sql(String text) {
		return text.replace("{p}", this.prefix)
			.replace("{now}", DatabaseClock.millis(platform()))
			.replace("{bounded}", bounded());
	}

	/**
	 * True; bounds how long the statement waits for a lock, where the database does not.
	 */
	private String bounded() {
		return platform().equals("postgresql") ? "(select set_config('lock_timeout', '5s', true)) is not null"
				: "1 = 1";
	}

}
