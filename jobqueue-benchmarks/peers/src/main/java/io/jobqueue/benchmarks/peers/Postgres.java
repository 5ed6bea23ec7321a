package io.jobqueue.benchmarks.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.benchmarks.server.CountedServer;
import io.jobqueue.benchmarks.server.Server;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server of its own, and what it says about its work. */
final class Postgres implements Server {

	private static final double MICROS_A_TICK = 10_000;

	/** The table that db-scheduler wants to be there. */
	private static final String TABLE = """
			create table scheduled_tasks (
				task_name text not null, task_instance text not null, task_data bytea,
				execution_time timestamptz not null, picked boolean not null, picked_by text,
				last_success timestamptz, last_failure timestamptz, consecutive_failures int,
				last_heartbeat timestamptz, version bigint not null, priority smallint,
				primary key (task_name, task_instance));
			create index on scheduled_tasks (execution_time);
			create index on scheduled_tasks (last_heartbeat)""";

	private static final String URL = "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres";

	private final PostgresServer server;

	private final HikariDataSource database;

	private final ProcessHandle postmaster;

	/**
	 * Start a server.
	 * @param binaries the directory with its commands; {@code null} for the server of the
	 * jar
	 */
	Postgres(@Nullable String binaries) {
		this.server = PostgresServer.start(binaries);
		this.database = pool(address());
		execute(TABLE);
		execute(PostgresCeiling.TABLE);
		this.postmaster = ProcessHandle.of(Long.parseLong(query("select pg_backend_pid()", "")))
			.flatMap(ProcessHandle::parent)
			.orElseThrow(() -> new IllegalStateException("PostgreSQL has no process"));
	}

	static HikariDataSource pool(String url) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url);
		pool.setMaximumPoolSize(20);
		return pool;
	}

	@Override
	public String address() {
		return url(this.server.port());
	}

	private static String url(int port) {
		return URL.formatted(port);
	}

	@Override
	public Optional<Server> counted() {
		return Optional.of(new CountedServer(this, this.server.port(), Postgres::url));
	}

	@Override
	public String description() {
		return query("show server_version", "PostgreSQL ") + ", durable";
	}

	/** All tables that have rows of jobs; a migration is done once and stays. */
	@Override
	public void empty() {
		execute("""
				do $$ declare name text; begin
					for name in select quote_ident(schemaname) || '.' || quote_ident(tablename) from pg_tables
						where schemaname = 'public' and tablename not like '%migration%' loop
						execute 'truncate table ' || name || ' cascade';
					end loop;
				end $$""");
	}

	private String query(String sql, String before) {
		try (Connection connection = this.database.getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			return rows.next() ? before + rows.getString(1) : before;
		}
		catch (SQLException ex) {
			throw new IllegalStateException("PostgreSQL refused: " + sql, ex);
		}
	}

	private void execute(String sql) {
		try (Connection connection = this.database.getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("PostgreSQL refused: " + sql, ex);
		}
	}

	@Override
	public Optional<OldSnapshot> oldSnapshot() {
		try {
			Connection connection = this.database.getConnection();
			connection.setAutoCommit(false);
			connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
			try (Statement statement = connection.createStatement()) {
				statement.execute("select count(*) from pg_class");
			}
			return Optional.of(() -> end(connection));
		}
		catch (SQLException ex) {
			throw new IllegalStateException("PostgreSQL refused a transaction", ex);
		}
	}

	private static void end(Connection connection) {
		try (connection) {
			connection.rollback();
		}
		catch (SQLException ex) {
			throw new IllegalStateException("PostgreSQL did not end a transaction", ex);
		}
	}

	@Override
	public long memory() {
		return 0;
	}

	@Override
	public Work work(Set<String> ownCommands) {
		ProcessHandle main = this.postmaster;
		double ticks = Stream.concat(Stream.of(main), main.descendants())
			.mapToDouble((process) -> ticks(process, process.equals(main)))
			.sum();
		// The ids of transactions are given to those that write, when they write.
		long transactions = Long.parseLong(query("select pg_snapshot_xmax(pg_current_snapshot())", ""));
		return new Work(ticks * MICROS_A_TICK, 0, 0, 0, transactions, 0);
	}

	/** CPU time by the accounting of Linux; that of ended children is the main one's. */
	private static double ticks(ProcessHandle process, boolean withChildren) {
		try {
			String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
			String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
			double own = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
			return withChildren ? own + Double.parseDouble(fields[13]) + Double.parseDouble(fields[14]) : own;
		}
		catch (IOException ex) {
			if (!process.isAlive() || ex instanceof NoSuchFileException) {
				// It has ended in the meantime, or this is not Linux.
				return 0;
			}
			throw new UncheckedIOException("The CPU time of PostgreSQL cannot be read", ex);
		}
	}

	@Override
	public void close() {
		this.database.close();
		this.server.close();
	}

}
