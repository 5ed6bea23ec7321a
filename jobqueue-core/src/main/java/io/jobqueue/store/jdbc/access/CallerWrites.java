package io.jobqueue.store.jdbc.access;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import javax.sql.DataSource;

import io.jobqueue.store.jdbc.schema.SqlErrors;
import io.jobqueue.transaction.BoundSynchronization;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What a thread wrote in one transaction of the caller.
 */
final class CallerWrites extends BoundSynchronization {

	private static final Logger logger = LoggerFactory.getLogger(CallerWrites.class);

	private final DataSource dataSource;

	private final Consumer<Set<String>> committed;

	private final Set<String> queues = new LinkedHashSet<>();

	private final List<Runnable> after = new ArrayList<>();

	private final Map<Object, Integer> savepoints = new HashMap<>();

	private boolean joined;

	private boolean late = true;

	private CallerWrites(Object key, DataSource dataSource, Consumer<Set<String>> committed) {
		super(key);
		this.dataSource = dataSource;
		this.committed = committed;
	}

	/** Those of the current transaction of this thread. */
	static CallerWrites current(Object key, DataSource dataSource, Consumer<Set<String>> committed) {
		if (TransactionSynchronizationManager.getResource(key) instanceof CallerWrites known) {
			return known;
		}
		CallerWrites writes = new CallerWrites(key, dataSource, committed);
		writes.bind();
		return writes;
	}

	void joined(Collection<String> queues) {
		this.joined = true;
		this.queues.addAll(queues);
	}

	void afterCommit(Runnable work) {
		this.after.add(work);
	}

	@Override
	public void savepoint(Object savepoint) {
		this.savepoints.put(savepoint, this.after.size());
	}

	/** A savepoint that is not known is older than the first action. */
	@Override
	public void savepointRollback(Object savepoint) {
		int kept = this.savepoints.getOrDefault(savepoint, 0);
		this.after.subList(Math.min(kept, this.after.size()), this.after.size()).clear();
	}

	@Override
	public void beforeCompletion() {
		this.late = false;
		super.beforeCompletion();
	}

	@Override
	protected void completed(int status) {
		if (status == STATUS_COMMITTED && (!this.late || commitAgain())) {
			if (this.joined) {
				this.committed.accept(this.queues);
			}
			this.after.forEach(Runnable::run);
		}
	}

	/**
	 * A callback after the commit still finds the connection of the transaction, and no
	 * caller commits what it writes over it. Some pools would roll it back.
	 */
	private boolean commitAgain() {
		@Nullable Connection connection = null;
		try {
			connection = DataSourceUtils.doGetConnection(this.dataSource);
			if (!connection.getAutoCommit()) {
				connection.commit();
			}
			return true;
		}
		catch (SQLException ex) {
			logger.error("Jobs that were dispatched by callbacks after a commit are lost: queues {}", this.queues,
					SqlErrors.safe(ex));
			return false;
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.dataSource);
		}
	}

}
