package io.jobqueue.store.jdbc.signal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import javax.sql.DataSource;

import io.jobqueue.store.jdbc.access.Database;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * A connection that listens on the channels of workers. Not for use by several threads.
 */
final class ListenConnection implements AutoCloseable {

	private static final String CHANNEL = "select " + Notifications.CHANNEL.replace(":prefix", "?").formatted("?");

	private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(15);

	private static final int CHECK_SECONDS = 5;

	private final String prefix;

	private final Map<String, String> workers = new HashMap<>();

	private final Connection connection;

	private final boolean autoCommit;

	/** Called before a broken connection is given back to its pool. */
	private final Runnable broken;

	private long heardAt = System.nanoTime();

	private ListenConnection(Connection connection, String prefix, Runnable broken) throws SQLException {
		this.connection = connection;
		this.prefix = prefix;
		this.broken = broken;
		this.autoCommit = connection.getAutoCommit();
	}

	/** Over a connection of its own, or one of the pool if there is no way to one. */
	static ListenConnection open(Database database, @Nullable DataSource own) throws SQLException {
		if (own != null) {
			return new ListenConnection(own.getConnection(), database.prefix(), () -> {
			});
		}
		return new ListenConnection(database.dataSource().getConnection(), database.prefix(),
				database.pool()::connectionLost);
	}

	/** Whether it is a connection that can receive notifications. */
	boolean isAble() throws SQLException {
		this.connection.setAutoCommit(true);
		return this.connection.isWrapperFor(PGConnection.class);
	}

	/** Listen for these workers and no others. Answers those that are new. */
	List<String> listenFor(List<String> wanted) throws SQLException {
		List<String> added = wanted.stream().filter((worker) -> !this.workers.containsValue(worker)).toList();
		for (String worker : added) {
			String channel = channel(worker);
			execute("listen " + channel);
			this.workers.put(channel, worker);
		}
		List<String> gone = this.workers.keySet()
			.stream()
			.filter((channel) -> !wanted.contains(this.workers.get(channel)))
			.toList();
		for (String channel : gone) {
			execute("unlisten " + channel);
			this.workers.remove(channel);
		}
		return added;
	}

	private String channel(String worker) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(CHANNEL)) {
			statement.setString(1, this.prefix);
			statement.setString(2, worker);
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				return row.getString(1);
			}
		}
	}

	private void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/** Wait for notifications, which are passed on with the worker that they are for. */
	void receive(int millis, BiConsumer<String, String> received) throws SQLException {
		PGNotification[] some = this.connection.unwrap(PGConnection.class).getNotifications(millis);
		if (some == null || some.length == 0) {
			check();
			return;
		}
		this.heardAt = System.nanoTime();
		for (PGNotification one : some) {
			String worker = this.workers.get(one.getName());
			if (worker != null) {
				received.accept(worker, one.getParameter());
			}
		}
	}

	/** A connection that is cut off is silent too. */
	private void check() throws SQLException {
		if (System.nanoTime() - this.heardAt > CHECK_NANOS) {
			if (!answers()) {
				throw new SQLException("The connection does not answer");
			}
			this.heardAt = System.nanoTime();
		}
	}

	boolean answers() throws SQLException {
		return this.connection.isValid(CHECK_SECONDS);
	}

	/**
	 * Give the connection back as it was. A broken one cannot be. HikariCP logs its stack
	 * trace, unless it is to be closed already.
	 */
	@Override
	public void close() throws SQLException {
		try (Connection open = this.connection) {
			if (open.isValid(1)) {
				execute("unlisten *");
				open.setAutoCommit(this.autoCommit);
			}
			else {
				this.broken.run();
			}
		}
	}

}
