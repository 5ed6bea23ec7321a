package io.jobqueue.payload;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import javax.sql.DataSource;

import io.jobqueue.JobId;
import io.jobqueue.PayloadStore;
import io.jobqueue.store.jdbc.access.CallerTransaction;
import io.jobqueue.store.jdbc.schema.DatabaseClock;
import io.jobqueue.store.jdbc.schema.JdbcSchema;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Payloads in a table. A payload is put in the transaction of the caller, if that is one
 * of the same DataSource, and else in one of its own: pools need not commit by
 * themselves. Safe for use by many threads.
 */
public final class JdbcPayloadStore implements PayloadStore {

	/**
	 * The scripts that create the table, on the class path; {@code @@platform@@} is
	 * replaced by {@code h2}, {@code postgresql}, {@code mysql} or {@code mariadb}, and
	 * {@code @@version@@} by the number of the script.
	 */
	public static final String SCHEMA = "io/jobqueue/payload/schema/@@platform@@/V@@version@@__jobqueue_payload.sql";

	private final JdbcClient client;

	private final CallerTransaction caller;

	private final String prefix;

	private final String namespace;

	private final String now;

	/**
	 * Create a store, and check that its table exists.
	 * @param tablePrefix the prefix of the name of the table
	 * @param namespace keeps the payloads of different stores of jobs apart, at most 200
	 * characters
	 * @throws io.jobqueue.store.jdbc.schema.MissingSchemaException if there is no table
	 */
	public JdbcPayloadStore(DataSource dataSource, String tablePrefix, String namespace) {
		JdbcSchema schema = JdbcSchema.of(dataSource, tablePrefix, SCHEMA);
		schema.requireTables(dataSource);
		this.client = JdbcClient.create(dataSource);
		this.caller = new CallerTransaction(dataSource, (queues) -> {
		});
		this.prefix = tablePrefix;
		this.namespace = namespace;
		this.now = DatabaseClock.millis(schema.platform());
	}

	@Override
	public void put(JobId id, String payload) {
		write(sql("insert into {p}payload (namespace, id, body, created_at) values (:namespace, :id, :body, {now})")
			.param("id", id.value())
			.param("body", payload));
	}

	private void write(JdbcClient.StatementSpec statement) {
		if (this.caller.isOpen()) {
			statement.update();
			this.caller.joined(List.of());
		}
		else {
			this.caller.alone(statement::update);
		}
	}

	@Override
	public @Nullable String get(JobId id) {
		return sql("select body from {p}payload where namespace = :namespace and id = :id").param("id", id.value())
			.query((row, number) -> row.getString(1))
			.optional()
			.orElse(null);
	}

	@Override
	public void delete(Collection<JobId> ids) {
		if (!ids.isEmpty()) {
			write(sql("delete from {p}payload where namespace = :namespace and id in (:ids)").param("ids",
					ids.stream().map(JobId::value).toList()));
		}
	}

	@Override
	public List<JobId> olderThan(Duration age, @Nullable JobId after, int limit) {
		return sql("""
				select id from {p}payload where namespace = :namespace and id > :after and created_at <= {now} - :age
				order by id limit :limit
				""").param("after", (after != null) ? after.value() : "")
			.param("age", age.toMillis())
			.param("limit", limit)
			.query((row, number) -> new JobId(row.getString(1)))
			.list();
	}

	private JdbcClient.StatementSpec sql(String text) {
		return this.client.sql(text.replace("{p}", this.prefix).replace("{now}", this.now))
			.param("namespace", this.namespace);
	}

}
