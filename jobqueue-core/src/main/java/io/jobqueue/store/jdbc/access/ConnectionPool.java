package io.jobqueue.store.jdbc.access;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.ClassUtils;

/**
 * What is known of the pool behind a DataSource. A pool of HikariCP is known by itself,
 * any other one by what the options say. Safe for use by many threads.
 */
public final class ConnectionPool {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionPool.class);

	private static final boolean HIKARI_PRESENT = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			ConnectionPool.class.getClassLoader());

	/** Connections that are made meanwhile are new. */
	private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

	private static final long NEVER = Long.MIN_VALUE;

	private final DataSource dataSource;

	private final AtomicLong closedNanos = new AtomicLong(NEVER);

	private final LongSupplier nanoTime;

	private final @Nullable Integer configuredSize;

	/**
	 * Look at nothing yet.
	 * @param dataSource the DataSource
	 * @param configuredSize the most connections, {@code null} if not known
	 * @param nanoTime the time
	 */
	ConnectionPool(DataSource dataSource, @Nullable Integer configuredSize, LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.dataSource = dataSource;
		this.configuredSize = configuredSize;
	}

	/** The most connections that it gives at once, {@code null} if that is not known. */
	public @Nullable Integer size() {
		if (this.configuredSize != null) {
			return this.configuredSize;
		}
		HikariDataSource hikari = hikari();
		return (hikari != null) ? Integer.valueOf(hikari.getMaximumPoolSize()) : null;
	}

	/**
	 * A connection was lost. Most often the database has ended all of them, and HikariCP
	 * would look at each one that is idle, and log a warning for it. It closes them
	 * instead, and those in use once they are given back; it makes others when asked.
	 */
	public void connectionLost() {
		long last = this.closedNanos.get();
		long now = this.nanoTime.getAsLong();
		if ((last == NEVER || now - last >= PAUSE_NANOS) && this.closedNanos.compareAndSet(last, now)) {
			close();
		}
	}

	private void close() {
		HikariDataSource hikari = hikari();
		HikariPoolMXBean pool = (hikari != null && !hikari.isClosed()) ? hikari.getHikariPoolMXBean() : null;
		if (pool != null) {
			pool.softEvictConnections();
		}
	}

	private @Nullable HikariDataSource hikari() {
		try {
			return HIKARI_PRESENT && this.dataSource.isWrapperFor(HikariDataSource.class)
					? this.dataSource.unwrap(HikariDataSource.class) : null;
		}
		catch (SQLException ex) {
			logger.debug("The DataSource does not say whether it is a pool of HikariCP", ex);
			return null;
		}
	}

}
