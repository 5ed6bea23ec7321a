package io.jobqueue.store.jdbc;

import java.util.List;
import java.util.function.Function;

import javax.sql.DataSource;

import io.jobqueue.store.JobActions;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.JobIntake;
import io.jobqueue.store.JobMaintenance;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.StoreOutage;
import io.jobqueue.store.jdbc.access.CallerTransaction;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.access.JdbcStoreOptions;
import io.jobqueue.store.jdbc.audit.JdbcAudit;
import io.jobqueue.store.jdbc.drain.JdbcDrains;
import io.jobqueue.store.jdbc.flow.JdbcFlows;
import io.jobqueue.store.jdbc.limit.JdbcLimits;
import io.jobqueue.store.jdbc.limit.JdbcRates;
import io.jobqueue.store.jdbc.notes.JdbcNotes;
import io.jobqueue.store.jdbc.query.JdbcJobFinder;
import io.jobqueue.store.jdbc.query.Queues;
import io.jobqueue.store.jdbc.query.Sizes;
import io.jobqueue.store.jdbc.raw.JdbcRawQueues;
import io.jobqueue.store.jdbc.schedule.JdbcScheduleStore;
import io.jobqueue.store.jdbc.signal.JdbcQueueSignal;
import io.jobqueue.store.jdbc.signal.Notifications;
import io.jobqueue.store.jdbc.signal.Waker;
import io.jobqueue.store.jdbc.stack.JdbcStackRequests;
import io.jobqueue.store.jdbc.statistics.JdbcStatistics;
import io.jobqueue.store.jdbc.step.JdbcUniqueKeys;
import io.jobqueue.store.jdbc.upkeep.Watermarks;

/**
 * The store in PostgreSQL 12, MySQL 8.0.17, MariaDB 10.6, H2 2.3 or later. It opens no
 * connection when made; the DataSource stays the caller's. On PostgreSQL one connection
 * is kept while there are subscriptions to signals, if the pool has at least 3.
 * <p>
 * {@code intake().insert} takes part in a transaction of Spring's that uses the same
 * DataSource, so that jobs are there exactly if its other changes are; signals go out
 * after its commit. All other methods have transactions of their own.
 */
public final class JdbcStoreBackend implements StoreBackend, AutoCloseable {

	private final StoreOutage outage = new StoreOutage();

	private final JdbcJobStore jobs;

	private final JobActions actions;

	private final JobMaintenance maintenance;

	private final JobQueries queries;

	private final JdbcLimits limits;

	private final JdbcRates rates;

	private final JdbcUniqueKeys keys;

	private final QueueSignal signal;

	private final Waker wakes;

	private final JdbcScheduleStore schedules;

	private final JdbcStatistics statistics;

	private final JdbcAudit audit;

	private final JdbcNotes notes;

	private final JdbcRawQueues rawQueues;

	private final JdbcFlows flows;

	private final JdbcStackRequests stacks;

	private final JdbcDrains drains;

	/**
	 * Make a store.
	 * @param dataSource the way to the database, shared by all threads; the same object
	 * that the application's transactions use
	 * @param options how to use it
	 */
	public JdbcStoreBackend(DataSource dataSource, JdbcStoreOptions options) {
		this(dataSource, options, Watermarks::of);
	}

	/**
	 * Make a store.
	 * @param watermarks where looks for the first jobs of a queue begin
	 */
	JdbcStoreBackend(DataSource dataSource, JdbcStoreOptions options, Function<Database, Watermarks> watermarks) {
		Database database = new Database(dataSource, options.tablePrefix(), options.poolSize());
		Notifications notifications = new Notifications(database, options);
		JdbcQueueSignal signals = new JdbcQueueSignal(notifications, this.outage);
		Waker wakes = new Waker(database, signals, notifications);
		this.wakes = wakes;
		CallerTransaction callerTransaction = new CallerTransaction(dataSource, wakes::later);
		Queues queues = new Queues(database);
		JdbcJobFinder finder = new JdbcJobFinder(database);
		Sizes sizes = new Sizes(database);
		this.jobs = new JdbcJobStore(database, callerTransaction, queues, finder, wakes,
				new ReadyJobs(database, watermarks.apply(database)));
		this.actions = new JdbcJobActions(database, queues, finder, wakes);
		this.maintenance = new JdbcJobMaintenance(database, queues, finder, sizes, wakes);
		this.queries = new JdbcJobQueries(database, queues, sizes, finder);
		this.limits = new JdbcLimits(database, queues, finder, wakes);
		this.rates = new JdbcRates(database);
		this.keys = new JdbcUniqueKeys(database);
		this.signal = signals;
		this.schedules = new JdbcScheduleStore(database, queues, wakes);
		this.statistics = new JdbcStatistics(database);
		this.audit = new JdbcAudit(database);
		this.notes = new JdbcNotes(database);
		this.stacks = new JdbcStackRequests(database, wakes);
		this.drains = new JdbcDrains(database, wakes);
		this.rawQueues = new JdbcRawQueues(database, wakes);
		this.flows = new JdbcFlows(database, callerTransaction);
	}

	@Override
	public StoreOutage outage() {
		return this.outage;
	}

	@Override
	public JobIntake intake() {
		return this.jobs;
	}

	@Override
	public JobFeed feed() {
		return this.jobs;
	}

	@Override
	public JobActions actions() {
		return this.actions;
	}

	@Override
	public JobMaintenance maintenance() {
		return this.maintenance;
	}

	@Override
	public JobQueries queries() {
		return this.queries;
	}

	@Override
	public List<?> parts() {
		return List.of(this.jobs, this.limits, this.rates, this.keys, this.schedules, this.statistics, this.audit,
				this.notes, this.rawQueues, this.flows, this.stacks, this.drains);
	}

	@Override
	public QueueSignal signal() {
		return this.signal;
	}

	/** End its thread. What was inserted stays; workers may have to poll for it. */
	@Override
	public void close() {
		this.wakes.close();
	}

	/** A claim is a transaction of several statements and a flush of the log. */
	@Override
	public int claimAhead() {
		return 300;
	}

}
