package io.jobqueue.outbox;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.sql.DataSource;

import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.JobIntake;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.jdbc.access.CallerTransaction;
import io.jobqueue.store.jdbc.access.DatabaseFailures;
import io.jobqueue.store.jdbc.schema.MissingSchemaException;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;

/**
 * A store for dispatchers that inserts into the outbox and delegates all else to the
 * target store. An insert is part of the caller's transaction if that is one of the
 * DataSource. Otherwise it has a transaction of its own.
 */
public final class OutboxBackend extends ForwardingBackend {

	/**
	 * The scripts that create the tables, on the class path; {@code @@platform@@} is
	 * replaced by {@code h2}, {@code postgresql}, {@code mysql} or {@code mariadb}, and
	 * {@code @@version@@} by the number of the script.
	 */
	public static final String SCHEMA = "io/jobqueue/outbox/schema/@@platform@@/V@@version@@__jobqueue_outbox.sql";

	private final OutboxTable table;

	private final CallerTransaction transaction;

	private final OutboxRelay relay;

	/**
	 * Create an outbox for a store.
	 * @param target the store
	 * @param dataSource the DataSource of the database with the outbox
	 * @param options the options of the outbox
	 * @param relay relays the outbox; notified after each commit
	 */
	public OutboxBackend(StoreBackend target, DataSource dataSource, OutboxOptions options, OutboxRelay relay) {
		super(target);
		this.table = new OutboxTable(dataSource, options.tablePrefix());
		this.relay = relay;
		this.transaction = new CallerTransaction(dataSource, (queues) -> relay.wake());
	}

	/**
	 * Check that the tables exist.
	 * @throws MissingSchemaException if they do not
	 * @throws io.jobqueue.store.error.StoreUnavailableException if the database is
	 * unavailable
	 */
	public void check() {
		this.table.requireTables(SCHEMA);
		try {
			this.transaction.own(() -> {
				this.table.hasNext();
				this.table.hasLease();
			});
		}
		catch (RuntimeException ex) {
			throw translate("read the outbox", ex, false);
		}
	}

	@Override
	public JobIntake intake() {
		return new OutboxIntake();
	}

	private void write(List<NewJob> jobs) {
		AtomicBoolean committing = new AtomicBoolean();
		try {
			if (this.transaction.isOpen()) {
				this.transaction.write(() -> this.table.write(jobs));
				this.transaction.joined(jobs.stream().map(NewJob::queue).collect(Collectors.toSet()));
			}
			else {
				this.transaction.own(() -> {
					this.table.write(jobs);
					committing.set(true);
				});
				this.relay.wake();
			}
		}
		catch (RuntimeException ex) {
			throw translate("write jobs to the outbox", ex, committing.get());
		}
	}

	private RuntimeException translate(String operation, RuntimeException failure, boolean committing) {
		return DatabaseFailures.missingTable(failure)
			.<RuntimeException>map((missing) -> new MissingSchemaException(
					"The outbox has no tables, or not those of this version: " + missing.getMessage(),
					this.table.scripts(SCHEMA).get(0), missing))
			.orElseGet(() -> DatabaseFailures.translate(operation, failure, committing));
	}

	private final class OutboxIntake implements JobIntake {

		/** The sizes of queues are those of the other store, which are not known here. */
		@Override
		public List<InsertResult> insert(List<NewJob> jobs, Admission admission) {
			write(jobs);
			return Collections.nCopies(jobs.size(), InsertResult.INSERTED);
		}

		@Override
		public boolean isDeferred() {
			return true;
		}

		@Override
		public boolean joinsTransaction() {
			return OutboxBackend.this.transaction.isOpen();
		}

	}

}
