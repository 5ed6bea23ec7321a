package io.jobqueue.store.jdbc.access;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.jdbc.dialect.Dialect;
import io.jobqueue.store.jdbc.dialect.Platform;
import io.jobqueue.store.jdbc.dialect.StepBounds;
import io.jobqueue.store.jdbc.dialect.Unsent;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.jdbc.schema.JdbcSchema;
import io.jobqueue.store.jdbc.schema.SqlErrors;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The way to the database: runs SQL, whose marks {@link SqlTexts} replaces, and says in
 * which transaction.
 */
public final class Database {

	/** The text of {@link #begin()}, for {@link StepClock#of}. */
	public static final String BEGIN = "select {now} as micros, {settings} as settings";

	private final DataSource dataSource;

	private final String prefix;

	private final JdbcTemplate jdbc;

	private final JdbcClient client;

	private final JdbcTransactionManager transactions;

	private final AutoCommit autoCommit;

	private final WorkerConnections workerConnections = new WorkerConnections();

	private final ConnectionPool pool;

	private final SqlTexts texts;

	private volatile @Nullable Connected connected;

	/** Without a connection yet, and with the size of the pool if it is known. */
	public Database(DataSource dataSource, String prefix, @Nullable Integer poolSize) {
		this.dataSource = CallerTransaction.target(dataSource);
		this.prefix = prefix;
		this.texts = new SqlTexts(prefix);
		this.jdbc = new JdbcTemplate(this.dataSource);
		this.client = JdbcClient.create(this.jdbc);
		this.transactions = new JdbcTransactionManager(this.dataSource);
		this.autoCommit = new AutoCommit(this.dataSource);
		this.pool = new ConnectionPool(this.dataSource, poolSize, System::nanoTime);
	}

	public DataSource dataSource() {
		return this.dataSource;
	}

	public ConnectionPool pool() {
		return this.pool;
	}

	public JdbcTemplate jdbc() {
		return this.jdbc;
	}

	public String prefix() {
		return this.prefix;
	}

	public Dialect dialect() {
		return connected().dialect();
	}

	Platform platform() {
		return connected().platform();
	}

	/** A statement, with named parameters. */
	public JdbcClient.StatementSpec sql(String text) {
		return this.client.sql(expand(text));
	}

	public String expand(String text) {
		return this.texts.expand(text, dialect());
	}

	/** Send what shares no round trip of other statements. */
	public void send(Unsent statements) {
		statements.send(this.jdbc);
	}

	/** Keys of rows of a table of the store, with the columns of {@link Table#key()}. */
	public Dialect.TableKeys keys(Table table, List<Object[]> keys) {
		return new Dialect.TableKeys(this.prefix + table.id(), table.indexOfIds(this.prefix), table.key(), keys);
	}

	/** Addresses of rows of a table of the store. */
	public Dialect.TableKeys addresses(Table table, List<Object[]> addresses) {
		return new Dialect.TableKeys(this.prefix + table.id(), table.indexOfIds(this.prefix), Dialect.TableKeys.ADDRESS,
				addresses);
	}

	/** Rows for a table of the store. */
	public Dialect.TableRows rows(Table table, List<Object[]> rows) {
		return new Dialect.TableRows(this.prefix + table.id(), table.columns(), rows);
	}

	/**
	 * The first statement of a transaction that is not the caller's: the clock of the
	 * database. What follows finds rows by indexes and waits for locks a short time only.
	 */
	public StepClock begin() {
		return sql(BEGIN).query(StepClock::of).single();
	}

	/** The clock of the database. */
	public StepClock now() {
		return new StepClock(sql("select {now}").query(Long.class).single());
	}

	/**
	 * A step of a worker, in a transaction of its own, whatever the caller has.
	 * @param operation what it is, for messages
	 */
	public <T> T step(String operation, Supplier<T> work) {
		return step(operation, new AtomicBoolean(), work);
	}

	/** As {@link #step(String, Supplier)}, for work that notes when it commits itself. */
	public <T> T step(String operation, AtomicBoolean committing, Supplier<T> work) {
		return this.workerConnections.during(() -> ownNow(operation, committing, work));
	}

	/**
	 * As {@link #step}, also when no other step has given its connection back for so
	 * long.
	 */
	public <T> T urgentStep(String operation, Duration longest, Supplier<T> work) {
		return this.workerConnections.duringWithin(longest, () -> ownNow(operation, new AtomicBoolean(), work));
	}

	/** A step of a worker that is one statement, see {@link #single}. */
	public <T> T singleStep(String operation, Supplier<T> work) {
		return this.workerConnections.during(() -> single(operation, work));
	}

	/** A read of a worker, see {@link #read}. It must not be called in a step. */
	public <T> T workerRead(String operation, Supplier<T> work) {
		return this.workerConnections.during(() -> read(operation, work));
	}

	/** Calls of a worker that together take one of the connections of its steps. */
	public <T> T workerCalls(Supplier<T> calls) {
		return this.workerConnections.during(calls);
	}

	/**
	 * A transaction of its own, whatever the caller has. In a background thread of a
	 * worker it is one of its steps, and so are {@link #single} and {@link #read}.
	 */
	public <T> T own(String operation, Supplier<T> work) {
		return this.workerConnections.duringOfWorker(() -> ownNow(operation, new AtomicBoolean(), work));
	}

	private <T> T ownNow(String operation, AtomicBoolean committing, Supplier<T> work) {
		Connected known = connected();
		return run(operation, committing, () -> CallerTransaction.outside(this.dataSource, () -> {
			committing.set(false);
			return known.own().execute(() -> {
				known.dialect().sessionBounds().ifPresent((bounds) -> StepBounds.set(bounds, this.jdbc));
				T result = work.get();
				committing.set(true);
				return result;
			});
		}));
	}

	/**
	 * As {@link #own}, for work of one statement, which leaves no lock whatever becomes
	 * of this process; and its commit is no round trip.
	 */
	public <T> T single(String operation, Supplier<T> work) {
		return single(operation, new AtomicBoolean(true), work);
	}

	/** As {@link #single}, for work that notes whether it may have been committed. */
	public <T> T single(String operation, AtomicBoolean committing, Supplier<T> work) {
		return this.workerConnections.duringOfWorker(() -> {
			Supplier<T> bounded = StepBounds.within(dialect().sessionBounds(), this.jdbc, work);
			return run(operation, committing, () -> this.autoCommit.run(bounded));
		});
	}

	private <T> T run(String operation, AtomicBoolean committing, Supplier<@Nullable T> transaction) {
		try {
			return ConflictRetry.repeat(transaction);
		}
		catch (RuntimeException ex) {
			throw translateOwn(operation, ex, committing.get() ? SqlErrors.Effect.COMMITTING : SqlErrors.Effect.NONE);
		}
	}

	/**
	 * In the transaction that the caller has. One that fails is not repeated, since with
	 * a deadlock the database has rolled all of it back, and can only be rolled back.
	 */
	public <T> T joined(String operation, Supplier<T> work) {
		try {
			return work.get();
		}
		catch (RuntimeException ex) {
			RollbackOnly.mark(this.dataSource);
			throw translate(operation, ex, SqlErrors.Effect.NONE);
		}
		catch (Error ex) {
			RollbackOnly.mark(this.dataSource);
			throw ex;
		}
	}

	/**
	 * Statements that only read, each of them what is committed, over a connection of
	 * their own: the transaction of a caller may see the state of its begin for ever.
	 */
	public <T> T read(String operation, Supplier<T> work) {
		try {
			return this.workerConnections.duringOfWorker(() -> {
				connected();
				return this.autoCommit.run(work);
			});
		}
		catch (RuntimeException ex) {
			throw translateOwn(operation, ex, SqlErrors.Effect.NONE);
		}
	}

	/** Of something that takes another connection than the caller's transaction. */
	private RuntimeException translateOwn(String operation, RuntimeException failure, SqlErrors.Effect effect) {
		boolean none = failure instanceof CannotGetJdbcConnectionException
				|| failure instanceof CannotCreateTransactionException;
		if (none && TransactionSynchronizationManager.hasResource(this.dataSource)) {
			return new StoreUnavailableException("No connection was free to " + operation
					+ ": the transaction of this thread keeps one, and this takes another one. "
					+ "Do it after the transaction, or give the pool more connections", failure, true);
		}
		return translate(operation, failure, effect);
	}

	RuntimeException translate(String operation, RuntimeException failure, SqlErrors.Effect effect) {
		if (SqlErrors.isConnectionLost(failure)) {
			this.pool.connectionLost();
		}
		Connected known = this.connected;
		return SqlErrors.translate(operation, failure,
				(known != null) ? new JdbcSchema(known.platform(), this.prefix) : null, effect);
	}

	private Connected connected() {
		Connected known = this.connected;
		if (known == null) {
			known = connect();
			this.connected = known;
		}
		return known;
	}

	private Connected connect() {
		try {
			return this.workerConnections.duringOfWorker(() -> Connected.by(this.jdbc, this.transactions));
		}
		catch (RuntimeException ex) {
			throw SqlErrors.translate("ask which database it is", ex, null, SqlErrors.Effect.NONE);
		}
	}

}
