package io.jobqueue.benchmarks.peers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.LongConsumer;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** The worker of the ceiling on PostgreSQL: one thread and one connection. */
final class PostgresCeilingWorker implements AutoCloseable {

	static final String CHANNEL = "ceiling_job";

	private static final int BATCH = 100;

	private static final String CLAIM = "delete from ceiling_job where ctid = any(array("
			+ "select ctid from ceiling_job order by id limit " + BATCH + " for update skip locked)) "
			+ "returning id, record";

	private static final String NOTIFY = "select pg_notify('" + CHANNEL + "', '')";

	private final DataSource database;

	private final Connection connection;

	private final PreparedStatement claim;

	private final LongConsumer starts;

	private final Runnable end;

	private @Nullable Thread thread;

	private volatile boolean closed;

	/**
	 * Create a worker.
	 * @param starts is given the time at which a job starts, in nanoseconds
	 * @param end is called when the end of a job is stored
	 */
	PostgresCeilingWorker(DataSource database, LongConsumer starts, Runnable end) {
		this.database = database;
		this.starts = starts;
		this.end = end;
		try {
			this.connection = database.getConnection();
			this.connection.setAutoCommit(false);
			this.claim = this.connection.prepareStatement(CLAIM);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("PostgreSQL refused the worker", ex);
		}
	}

	/** Claim the next jobs, run them and finish them; the number of them. */
	int claimAndFinish() {
		try {
			int jobs = 0;
			try (ResultSet rows = this.claim.executeQuery()) {
				while (rows.next()) {
					rows.getString(1);
					rows.getString(2);
					this.starts.accept(System.nanoTime());
					jobs++;
				}
			}
			this.connection.commit();
			for (int i = 0; i < jobs; i++) {
				this.end.run();
			}
			return jobs;
		}
		catch (SQLException ex) {
			throw new IllegalStateException("PostgreSQL refused to delete jobs", ex);
		}
	}

	/** Wait for jobs and run them, on a thread of its own. */
	void start() {
		this.thread = new Thread(this::run, "ceiling-worker");
		this.thread.start();
	}

	private void run() {
		try {
			execute("listen " + CHANNEL);
			PGConnection notifications = this.connection.unwrap(PGConnection.class);
			while (!this.closed) {
				if (claimAndFinish() < BATCH) {
					// What has come since has sent a notification.
					notifications.getNotifications(0);
				}
			}
			execute("unlisten *");
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The worker of the ceiling ended", ex);
		}
	}

	private void execute(String sql) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			statement.execute();
		}
		this.connection.commit();
	}

	@Override
	public void close() {
		this.closed = true;
		try (this.connection) {
			if (this.thread != null) {
				rouse();
				this.thread.join();
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The worker of the ceiling did not end", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void rouse() throws SQLException {
		try (Connection other = this.database.getConnection();
				PreparedStatement notification = other.prepareStatement(NOTIFY)) {
			notification.execute();
		}
	}

}
