package io.jobqueue.outbox;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.store.ClaimRequest;
import io.jobqueue.store.ClaimResult;
import io.jobqueue.store.FinishResult;
import io.jobqueue.store.InsertResult;
import io.jobqueue.store.JobBrowser;
import io.jobqueue.store.JobControl;
import io.jobqueue.store.JobMaintenance;
import io.jobqueue.store.JobStore;
import io.jobqueue.store.NewJob;
import io.jobqueue.store.Outcome;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.RenewRequest;
import io.jobqueue.store.RenewResult;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.StoreOutage;
import io.jobqueue.store.jdbc.CallerTransaction;
import io.jobqueue.store.jdbc.DatabaseFailures;
import io.jobqueue.store.jdbc.MissingSchemaException;

/**
 * A store as dispatchers see it: inserts go to the outbox, all else to the store itself.
 * An insert is part of the caller's transaction where that is one of the DataSource, else
 * it has one of its own.
 */
public final class OutboxBackend implements StoreBackend {

	/**
	 * The scripts that make the tables, on the class path; {@code @@platform@@} stands
	 * for {@code h2}, {@code postgresql}, {@code mysql} or {@code mariadb}.
	 */
	public static final String SCHEMA = "io/jobqueue/outbox/schema-@@platform@@.sql";

	private final StoreBackend target;

	private final OutboxTable table;

	private final CallerTransaction transaction;

	private final OutboxRelay relay;

	/**
	 * Put an outbox before a store.
	 * @param target the store
	 * @param dataSource the way to the database with the outbox
	 * @param options how the outbox works
	 * @param relay what relays it; woken after each commit
	 */
	public OutboxBackend(StoreBackend target, DataSource dataSource, OutboxOptions options, OutboxRelay relay) {
		this.target = target;
		this.table = new OutboxTable(dataSource, options.tablePrefix());
		this.relay = relay;
		this.transaction = new CallerTransaction(dataSource, (queues) -> relay.wake());
	}

	/**
	 * Look whether the tables are there.
	 * @throws MissingSchemaException if not
	 * @throws io.jobqueue.store.StoreUnavailableException if the database is unavailable
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
	public JobStore jobs() {
		return new OutboxJobs(this.target.jobs());
	}

	@Override
	public JobControl control() {
		return this.target.control();
	}

	@Override
	public JobMaintenance maintenance() {
		return this.target.maintenance();
	}

	@Override
	public JobBrowser browser() {
		return this.target.browser();
	}

	@Override
	public QueueSignal signal() {
		return this.target.signal();
	}

	@Override
	public StoreOutage outage() {
		return this.target.outage();
	}

	@Override
	public boolean joinsTransaction() {
		return this.transaction.isOpen();
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
					SCHEMA.replace("@@platform@@", this.table.platform()), missing))
			.orElseGet(() -> DatabaseFailures.translate(operation, failure, committing));
	}

	/** Inserts into the outbox. */
	private final class OutboxJobs implements JobStore {

		private final JobStore store;

		OutboxJobs(JobStore store) {
			this.store = store;
		}

		@Override
		public List<InsertResult> insert(List<NewJob> jobs) {
			write(jobs);
			return Collections.nCopies(jobs.size(), InsertResult.INSERTED);
		}

		@Override
		public ClaimResult claim(ClaimRequest request) {
			return this.store.claim(request);
		}

		@Override
		public List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes) {
			return this.store.finish(queue, worker, outcomes);
		}

		@Override
		public boolean keepHandlerError(String queue, JobId id, int delivery, JobError error) {
			return this.store.keepHandlerError(queue, id, delivery, error);
		}

		@Override
		public RenewResult renew(RenewRequest request) {
			return this.store.renew(request);
		}

		@Override
		public void leave(String worker, List<String> queues) {
			this.store.leave(worker, queues);
		}

	}

}
