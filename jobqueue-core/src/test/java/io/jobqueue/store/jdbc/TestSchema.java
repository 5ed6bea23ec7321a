package io.jobqueue.store.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.jobqueue.RawQueueType;
import io.jobqueue.store.contract.ForeignProgram;
import io.jobqueue.store.jdbc.access.JdbcStoreOptions;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.jdbc.schema.JdbcSchema;
import io.jobqueue.store.jdbc.upkeep.Watermarks;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tables for the tests of one class, under a prefix of their own.
 */
public final class TestSchema {

	private static final AtomicInteger PREFIXES = new AtomicInteger();

	private final DataSource dataSource;

	private final String prefix;

	private TestSchema(DataSource dataSource, String prefix) {
		this.dataSource = dataSource;
		this.prefix = prefix;
	}

	/** Make new tables. */
	public static TestSchema create(DataSource dataSource) {
		String prefix = "t" + PREFIXES.incrementAndGet() + "_";
		String script = JdbcSchema.of(dataSource, prefix).script();
		new ResourceDatabasePopulator(new ByteArrayResource(script.getBytes(StandardCharsets.UTF_8)))
			.execute(dataSource);
		return new TestSchema(dataSource, prefix);
	}

	String prefix() {
		return this.prefix;
	}

	JdbcStoreOptions options() {
		return JdbcStoreOptions.DEFAULT.withTablePrefix(this.prefix);
	}

	/** A store on these tables as they are. */
	public JdbcStoreBackend store() {
		return new JdbcStoreBackend(this.dataSource, options());
	}

	/** A store on these tables, emptied. */
	JdbcStoreBackend emptyStore() {
		empty();
		return store();
	}

	/**
	 * A store on these tables, emptied, whose claims look at all jobs of a queue, however
	 * slow the database is at the moment.
	 */
	JdbcStoreBackend emptyStoreWithoutMarks() {
		empty();
		return new JdbcStoreBackend(this.dataSource, options(),
				(database) -> new Watermarks(Long.MAX_VALUE, System::nanoTime, () -> false));
	}

	/** A program that fills raw queues by SQL. */
	ForeignProgram foreignProgram() {
		JdbcTemplate jdbc = new JdbcTemplate(this.dataSource);
		return (source, text, score) -> {
			if (source.type() == RawQueueType.LIST) {
				jdbc.update("insert into " + this.prefix + "raw (queue, payload) values (?, ?)", source.name(), text);
			}
			else {
				jdbc.update("insert into " + this.prefix + "raw (queue, payload, score) values (?, ?, ?)",
						source.name(), text, score);
			}
		};
	}

	/** Check that no row of a job is left. */
	void requireNoJobs() {
		JdbcTemplate jdbc = new JdbcTemplate(this.dataSource);
		for (Table table : List.of(Table.JOB, Table.READY, Table.SCHEDULED, Table.BLOCKED, Table.RUNNING, Table.PAST,
				Table.SLOT, Table.UNIQUE, Table.TAG)) {
			assertThat(jdbc.queryForObject("select count(*) from " + this.prefix + table.id(), Long.class))
				.as("rows of " + table)
				.isZero();
		}
	}

	private void empty() {
		JdbcTemplate jdbc = new JdbcTemplate(this.dataSource);
		for (Table table : Table.values()) {
			jdbc.update("delete from " + this.prefix + table.id());
		}
	}

}
