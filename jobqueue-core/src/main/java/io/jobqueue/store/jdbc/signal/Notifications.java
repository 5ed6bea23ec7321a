package io.jobqueue.store.jdbc.signal;

import java.sql.SQLException;

import javax.sql.DataSource;

import io.jobqueue.JobId;
import io.jobqueue.store.jdbc.access.ConnectionPool;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.access.JdbcStoreOptions;
import io.jobqueue.store.jdbc.schema.SqlErrors;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Signals between processes by LISTEN and NOTIFY, where the database has them. Each
 * worker has a channel of its own, named by a digest: names of workers are longer than
 * names of channels may be. They are hints; a worker that receives none polls.
 */
public final class Notifications {

	private static final String CHANNEL_PREFIX = "jobqueue_";

	/** An expression for the channel of a worker, which is an expression too. */
	static final String CHANNEL = "'" + CHANNEL_PREFIX + "' || md5(:prefix || ' ' || %s)";

	/**
	 * In a pool out of which one listens: two are left, for a handler in a transaction
	 * and the steps of its worker beside it.
	 */
	static final int LEAST_CONNECTIONS = 3;

	private static final String SEND = "select 1 from (select pg_notify(" + CHANNEL.formatted(":worker")
			+ ", :message), set_config('synchronous_commit', 'off', true)) s";

	private static final boolean DRIVER_PRESENT = ClassUtils.isPresent("org.postgresql.PGConnection",
			Notifications.class.getClassLoader());

	private final Database database;

	private final boolean wanted;

	private final @Nullable DataSource listenerDataSource;

	private final ConnectionPool pool;

	public Notifications(Database database, JdbcStoreOptions options) {
		this.database = database;
		this.wanted = options.notifications();
		this.listenerDataSource = options.listenerDataSource();
		this.pool = database.pool();
	}

	/** Whether other processes can be signalled. Asks the database when first called. */
	boolean areSent() {
		return this.wanted && this.database.dialect().notifies();
	}

	/** As {@link #areSent()}, over one of the connections that steps may take. */
	boolean areHeard() {
		return this.database.workerCalls(this::areSent);
	}

	/** Whether there may be something to receive; does not ask the database. */
	boolean mayBeHeard() {
		return this.wanted && DRIVER_PRESENT;
	}

	/**
	 * The size of the pool if it is too small for one that listens: the connection would
	 * be missing to the steps of workers and to the transactions of handlers.
	 */
	@Nullable Integer tooSmallPool() {
		Integer size = (this.listenerDataSource != null) ? null : this.pool.size();
		return (size != null && size < LEAST_CONNECTIONS) ? size : null;
	}

	/** The connection that listened has ended. */
	void lost(SQLException cause) {
		if (SqlErrors.isConnectionLost(cause)) {
			this.pool.connectionLost();
		}
	}

	/** A connection to listen with. */
	ListenConnection open() throws SQLException {
		return ListenConnection.open(this.database, this.listenerDataSource);
	}

	void jobCancelled(String worker, JobId id) {
		send(worker, Message.cancelled(id));
	}

	/** Send in a transaction of its own: the commit of a notification holds up others. */
	void send(String worker, String message) {
		this.database.singleStep("notify a worker",
				() -> this.database.sql(SEND)
					.param("prefix", this.database.prefix())
					.param("worker", worker)
					.param("message", message)
					.query(Integer.class)
					.single());
	}

	/** What a notification says: a letter and a name. */
	static final class Message {

		/** Somebody has requested a stack. */
		static final String REQUEST = "s";

		private Message() {
		}

		static String ready(String queue) {
			return "r" + queue;
		}

		static String cancelled(JobId id) {
			return "c" + id.value();
		}

		/** Sent by a listener to itself, to check that it receives notifications. */
		static String probe(String token) {
			return "p" + token;
		}

		static void deliver(String message, String worker, JdbcQueueSignal signal) {
			if (message.startsWith("r")) {
				signal.queueReady(worker, message.substring(1));
			}
			else if (message.startsWith("c")) {
				signal.jobCancelled(worker, JobId.of(message.substring(1)));
			}
			else if (message.equals(REQUEST)) {
				signal.requested(worker);
			}
		}

	}

}
