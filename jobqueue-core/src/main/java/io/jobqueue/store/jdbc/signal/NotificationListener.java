package io.jobqueue.store.jdbc.signal;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.jobqueue.JobQueueException;
import io.jobqueue.store.StoreOutage;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.jdbc.schema.SqlErrors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the notifications for the workers of this process, on one shared connection,
 * which is replaced when it breaks. Behind a pooler in transaction mode, LISTEN has no
 * effect and gives no error. So the listener first sends itself a notification over
 * another connection. If that does not arrive, it releases its own connection.
 */
final class NotificationListener {

	private static final Logger logger = LoggerFactory.getLogger(NotificationListener.class);

	/** How long one look lasts, and so how long a new worker or the end waits. */
	private static final int LOOK_MILLIS = 200;

	private static final long FIRST_PAUSE_MILLIS = 250;

	private static final long LONGEST_PAUSE_MILLIS = 30_000;

	private static final long DEAF_PAUSE_MILLIS = 300_000;

	private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(5);

	private static final String PART = "the notifications of the database, without which workers poll";

	private final StoreOutage outage;

	private final Notifications notifications;

	private final JdbcQueueSignal signal;

	private @Nullable Loop loop;

	private boolean poolWarningLogged;

	NotificationListener(Notifications notifications, JdbcQueueSignal signal, StoreOutage outage) {
		this.outage = outage;
		this.notifications = notifications;
		this.signal = signal;
	}

	/** Whether there is a connection for them. Asks the database when first called. */
	boolean areReceived() {
		return this.notifications.mayBeHeard() && this.notifications.tooSmallPool() == null
				&& this.notifications.areHeard();
	}

	/**
	 * Workers have come or gone. When the last one has, the connection has been given
	 * back, or soon will be.
	 */
	synchronized void follow() {
		boolean wanted = this.notifications.mayBeHeard() && !this.signal.workers().isEmpty();
		if (wanted && this.loop == null) {
			Loop started = new Loop();
			started.thread.start();
			this.loop = started;
		}
		else if (!wanted && this.loop != null) {
			this.loop.stop();
			this.loop = null;
		}
	}

	/** Once, not for each worker that comes. */
	private synchronized void tellPool(int size) {
		if (!this.poolWarningLogged) {
			this.poolWarningLogged = true;
			logger.warn(
					"The pool of the DataSource gives {} connection(s) at most, too few to keep one for notifications; "
							+ "workers poll. Give the pool at least {} ('spring.datasource.hikari.maximum-pool-size'), "
							+ "or set 'jobqueue.jdbc.notifications=false'",
					size, Notifications.LEAST_CONNECTIONS);
		}
	}

	/** From the first worker to the last. */
	private final class Loop implements Runnable {

		private final Thread thread = new Thread(this, "jobqueue-notifications");

		private final CountDownLatch stopped = new CountDownLatch(1);

		private long pauseMillis = FIRST_PAUSE_MILLIS;

		private boolean warned;

		private Loop() {
			this.thread.setDaemon(true);
		}

		private void stop() {
			this.stopped.countDown();
			try {
				this.thread.join(5L * LOOK_MILLIS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		private boolean isStopped() {
			return this.stopped.getCount() == 0;
		}

		@Override
		public void run() {
			while (!isStopped() && canHear() && hasRoom()) {
				try {
					listen();
				}
				catch (NotificationsUnavailableException ex) {
					tell(ex);
					this.pauseMillis = DEAF_PAUSE_MILLIS;
				}
				catch (SQLException ex) {
					NotificationListener.this.notifications.lost(ex);
					SQLException safe = SqlErrors.safe(ex);
					NotificationListener.this.outage.failedBeside(PART,
							new StoreUnavailableException(String.valueOf(safe.getMessage()), safe));
				}
				catch (JobQueueException ex) {
					NotificationListener.this.outage.failedBeside(PART, ex);
				}
				pause();
			}
		}

		/** Waits until the database can say what it is. */
		private boolean canHear() {
			while (!isStopped()) {
				try {
					return NotificationListener.this.notifications.areHeard();
				}
				catch (JobQueueException ex) {
					NotificationListener.this.outage.failedBeside(PART, ex);
					pause();
				}
			}
			return false;
		}

		private boolean hasRoom() {
			Integer size = NotificationListener.this.notifications.tooSmallPool();
			if (size != null) {
				tellPool(size);
			}
			return size == null;
		}

		/** Once for each time that the connection is lost. */
		private void tell(Exception failure) {
			if (!this.warned && !isStopped()) {
				this.warned = true;
				logger.warn("Notifications of the database are not received; workers poll until they are: {}",
						failure.getMessage());
			}
			logger.debug("Notifications of the database are not received", failure);
		}

		private void pause() {
			long pause = this.pauseMillis / 2 + ThreadLocalRandom.current().nextLong(this.pauseMillis);
			this.pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, this.pauseMillis * 2);
			try {
				if (!this.stopped.await(pause, TimeUnit.MILLISECONDS)) {
					logger.debug("The notifications of the database are tried again");
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				this.stopped.countDown();
			}
		}

		private void listen() throws SQLException {
			try (ListenConnection line = NotificationListener.this.notifications.open()) {
				if (!line.isAble()) {
					throw new NotificationsUnavailableException(
							"the connection is not one of the driver of PostgreSQL");
				}
				List<String> added = line.listenFor(NotificationListener.this.signal.workers());
				if (!added.isEmpty()) {
					probe(line, added.get(0));
				}
				NotificationListener.this.outage.reached(PART);
				if (this.warned) {
					logger.info("Notifications of the database are received again");
				}
				this.warned = false;
				this.pauseMillis = FIRST_PAUSE_MILLIS;
				added.forEach(NotificationListener.this.signal::resumed);
				while (!isStopped()) {
					line.receive(LOOK_MILLIS, this::deliver);
					line.listenFor(NotificationListener.this.signal.workers())
						.forEach(NotificationListener.this.signal::resumed);
				}
			}
		}

		private void probe(ListenConnection line, String worker) throws SQLException {
			String probe = Notifications.Message.probe(UUID.randomUUID().toString());
			send(line, worker, probe);
			CountDownLatch arrived = new CountDownLatch(1);
			long sent = System.nanoTime();
			while (!isStopped() && arrived.getCount() > 0) {
				line.receive(LOOK_MILLIS, (to, message) -> {
					if (message.equals(probe)) {
						arrived.countDown();
					}
					deliver(to, message);
				});
				if (arrived.getCount() > 0 && System.nanoTime() - sent > PROBE_NANOS) {
					throw new NotificationsUnavailableException(
							"what is sent does not arrive, as behind a pooler that shares connections");
				}
			}
		}

		/** In a pool of unknown size, the line may have taken the only connection. */
		private void send(ListenConnection line, String worker, String probe) throws SQLException {
			try {
				NotificationListener.this.notifications.send(worker, probe);
			}
			catch (StoreUnavailableException ex) {
				if (line.answers()) {
					throw new NotificationsUnavailableException(
							("no connection is free besides the one that listens: give the pool at "
									+ "least %d, or set 'jobqueue.jdbc.notifications=false' (%s)")
								.formatted(Notifications.LEAST_CONNECTIONS, ex.getMessage()));
				}
				throw ex;
			}
		}

		private void deliver(String worker, String message) {
			Notifications.Message.deliver(message, worker, NotificationListener.this.signal);
		}

	}

	/** Nothing is broken, and yet nothing will be received. */
	private static final class NotificationsUnavailableException extends JobQueueException {

		private static final long serialVersionUID = 1;

		NotificationsUnavailableException(String message) {
			super(message);
		}

	}

}
