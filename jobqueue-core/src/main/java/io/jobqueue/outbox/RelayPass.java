package io.jobqueue.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import io.jobqueue.JobEvent;
import io.jobqueue.JobId;
import io.jobqueue.JobQueueException;
import io.jobqueue.event.JobEvents;
import io.jobqueue.store.JobIntake;
import io.jobqueue.store.error.StoreRefusedException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.jdbc.access.CallerTransaction;
import io.jobqueue.store.job.Duplicates;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.support.Halving;
import io.jobqueue.store.support.LogText;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DuplicateKeyException;

/**
 * Moves waiting jobs from the outbox to the store, in order, while it holds the lease.
 * Used by one thread.
 */
final class RelayPass {

	private static final Logger logger = LoggerFactory.getLogger(RelayPass.class);

	private static final int BATCH = 500;

	private static final int MORE_ATTEMPTS = 2;

	/** Jobs that others have locked meanwhile are left to the next pass. */
	private static final int ROUNDS_IN_VAIN = 2;

	private static final Duration PAUSE = Duration.ofMillis(100);

	/** Renewed with each batch, and released in between. */
	private static final Duration LEASE = Duration.ofSeconds(30);

	private final JobIntake store;

	private final OutboxTable table;

	private final CallerTransaction transaction;

	private final String owner;

	private final JobEvents events;

	/** Queues whose jobs the store did not accept in this pass. */
	private final Set<String> away = new HashSet<>();

	private boolean leaseMade;

	private @Nullable StoreUnavailableException failure;

	RelayPass(JobIntake store, DataSource dataSource, OutboxOptions options, JobEvents events) {
		this.store = store;
		this.table = new OutboxTable(dataSource, options.tablePrefix());
		this.transaction = new CallerTransaction(dataSource, (queues) -> {
		});
		this.owner = options.owner().get();
		this.events = events;
	}

	/**
	 * Relay jobs until none is left that is not locked, or another relay holds the lease.
	 * @return how many jobs were relayed or parked
	 * @throws StoreUnavailableException if the store did not accept some jobs, which wait
	 */
	int runOnce() {
		this.away.clear();
		this.failure = null;
		int total = 0;
		int inVain = 0;
		// A relay that was notified while this one held the lease has given up: check
		// again.
		while (inVain < ROUNDS_IN_VAIN && hasNext() && acquire()) {
			try {
				int relayed = relayAll();
				inVain = (relayed == 0) ? inVain + 1 : 0;
				total += relayed;
			}
			finally {
				this.transaction.alone(() -> this.table.release(this.owner));
			}
			if (this.failure != null) {
				throw this.failure;
			}
		}
		return total;
	}

	private boolean hasNext() {
		return !Thread.currentThread().isInterrupted() && this.transaction.alone(this.table::hasNext);
	}

	private boolean acquire() {
		if (!this.leaseMade) {
			makeLease();
			this.leaseMade = true;
		}
		return this.transaction.alone(() -> this.table.acquire(this.owner, LEASE));
	}

	private void makeLease() {
		if (!this.transaction.alone(this.table::hasLease)) {
			try {
				this.transaction.alone(this.table::makeLease);
			}
			catch (DuplicateKeyException ex) {
				logger.debug("Another relay created the lease at the same moment");
			}
		}
	}

	private int relayAll() {
		int total = 0;
		List<OutboxRow> rows;
		do {
			rows = this.transaction.alone(() -> this.table.next(BATCH, this.away));
			Map<String, List<OutboxRow>> queues = new LinkedHashMap<>();
			rows.forEach((row) -> queues.computeIfAbsent(row.queue(), (queue) -> new ArrayList<>()).add(row));
			for (Map.Entry<String, List<OutboxRow>> queue : queues.entrySet()) {
				total += relay(queue.getKey(), queue.getValue());
			}
		}
		while (rows.size() >= BATCH && !Thread.currentThread().isInterrupted() && acquire());
		return total;
	}

	/** A queue that fails, such as one on a lost shard, does not delay the others. */
	private int relay(String queue, List<OutboxRow> rows) {
		try {
			return insert(rows);
		}
		catch (StoreUnavailableException ex) {
			this.away.add(queue);
			this.failure = (this.failure != null) ? this.failure : ex;
			return 0;
		}
	}

	private int insert(List<OutboxRow> rows) {
		List<Relayed> readable = new ArrayList<>();
		for (OutboxRow row : rows) {
			try {
				readable.add(new Relayed(row, NewJob.read(new JobId(row.id()), row.queue(), row.body(), row.age())));
			}
			catch (RuntimeException ex) {
				// The message of the exception may quote the row.
				park(row, new JobQueueException("The row cannot be read: " + ex.getClass().getName()));
			}
		}
		Halving<Relayed> parts = new Halving<>(readable);
		for (List<Relayed> part = parts.next(); !part.isEmpty(); part = parts.next()) {
			RuntimeException refusal = store(part);
			if (refusal != null && !parts.halve(part)) {
				storeOrPark(part, refusal);
			}
		}
		return rows.size();
	}

	/** Why the store did not accept jobs, {@code null} if it did. */
	private @Nullable RuntimeException store(List<Relayed> jobs) {
		List<NewJob> inserted = jobs.stream().map(Relayed::job).toList();
		List<InsertResult> results;
		try {
			results = this.store.insert(inserted);
		}
		catch (StoreUnavailableException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			return ex;
		}
		stored(jobs.stream().map(Relayed::row).toList());
		Duplicates.of(inserted, results).forEach(this.events::publish);
		return null;
	}

	/** A job that may have been refused temporarily is tried again first. */
	private void storeOrPark(List<Relayed> alone, RuntimeException refusal) {
		RuntimeException last = refusal;
		for (int attempt = 0; attempt < MORE_ATTEMPTS && !(last instanceof StoreRefusedException); attempt++) {
			LockSupport.parkNanos(PAUSE.multipliedBy(1L << attempt).toNanos());
			last = store(alone);
			if (last == null) {
				return;
			}
		}
		park(alone.get(0).row(), last);
	}

	private void stored(List<OutboxRow> rows) {
		this.transaction.ownBounded(() -> this.table.delete(rows));
		if (!this.events.isEmpty()) {
			rows.forEach(
					(row) -> this.events.publish(new JobEvent.Relayed(row.queue(), new JobId(row.id()), row.age())));
		}
	}

	private void park(OutboxRow row, RuntimeException refusal) {
		logger.error("Job '{}' of queue '{}' cannot be relayed and is parked in the outbox as row {}: {}", row.id(),
				row.queue(), row.seq(), LogText.of(refusal));
		this.transaction.alone(() -> this.table.park(row, refusal.toString()));
		this.events.publish(new JobEvent.Parked(row.queue(), row.id()));
	}

	/** A row and the job in it. */
	private record Relayed(OutboxRow row, NewJob job) {
	}

}
