package io.jobqueue.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.jobqueue.JobEvent;
import io.jobqueue.JobId;
import io.jobqueue.UniqueKey.Conflict;
import io.jobqueue.flow.PreparedFlow;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.transaction.BoundSynchronization;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The jobs that were dispatched in one transaction, in order. It acts after completion,
 * not after commit. There it cannot affect other callbacks of the caller. A callback that
 * throws an exception cannot prevent it from acting. Jobs that callbacks dispatch after
 * the commit are included.
 */
final class TransactionBatch extends BoundSynchronization {

	private static final Logger logger = LoggerFactory.getLogger(TransactionBatch.class);

	private static final int IDS_A_LINE = 100;

	private final JobInserts inserts;

	private final List<NewJob> deferred = new ArrayList<>();

	private final List<DeferredFlow> flows = new ArrayList<>();

	private final List<NewJob> joined = new ArrayList<>();

	private final List<JobEvent.Duplicate> duplicates = new ArrayList<>();

	private final Map<Object, Mark> savepoints = new HashMap<>();

	private TransactionBatch(Object key, JobInserts inserts) {
		super(key);
		this.inserts = inserts;
	}

	/** The batch of the current transaction; made and registered for the first job. */
	static TransactionBatch current(Object key, JobInserts inserts) {
		if (TransactionSynchronizationManager.getResource(key) instanceof TransactionBatch known) {
			return known;
		}
		TransactionBatch batch = new TransactionBatch(key, inserts);
		batch.bind();
		return batch;
	}

	/** Whether a job is in a batch of the current transaction. */
	static boolean isUncommitted(JobId id) {
		for (Object resource : TransactionSynchronizationManager.getResourceMap().values()) {
			if (resource instanceof TransactionBatch batch && batch.contains(id)) {
				return true;
			}
		}
		return false;
	}

	private boolean contains(JobId id) {
		return Stream.of(this.deferred, this.joined).flatMap(List::stream).anyMatch((job) -> job.id().equals(id));
	}

	/** Insert these after the commit. */
	void defer(List<NewJob> jobs) {
		this.deferred.addAll(jobs);
	}

	/** Store this flow after the commit. */
	void defer(PreparedFlow flow, FlowSending sending) {
		this.flows.add(new DeferredFlow(flow, sending));
	}

	/** These are inserted already, as part of the transaction. */
	void joined(Insertion insertion) {
		this.joined.addAll(insertion.inserted());
		for (JobEvent.Duplicate each : insertion.duplicates()) {
			if (each.conflict() == Conflict.REJECT) {
				// The exception may end the transaction, and the job was refused anyway.
				this.inserts.duplicates(List.of(each));
			}
			else {
				this.duplicates.add(each);
			}
		}
	}

	@Override
	public void savepoint(Object savepoint) {
		this.savepoints.put(savepoint,
				new Mark(this.deferred.size(), this.flows.size(), this.joined.size(), this.duplicates.size()));
	}

	/** A savepoint that this batch does not know is older than its first job. */
	@Override
	public void savepointRollback(Object savepoint) {
		Mark mark = this.savepoints.getOrDefault(savepoint, Mark.START);
		shorten(this.deferred, mark.deferred());
		shorten(this.flows, mark.flows());
		shorten(this.joined, mark.joined());
		shorten(this.duplicates, mark.duplicates());
	}

	@Override
	protected void completed(int status) {
		switch (status) {
			case STATUS_COMMITTED -> committed();
			case STATUS_ROLLED_BACK ->
				logger.debug("{} jobs were rolled back", this.deferred.size() + this.joined.size());
			default -> unknown();
		}
	}

	private void committed() {
		this.inserts.stored(this.joined);
		this.inserts.duplicates(this.duplicates);
		this.inserts.storeEach(this.deferred, this::unsent);
		this.flows.forEach(this::store);
	}

	private void store(DeferredFlow deferred) {
		try {
			deferred.sending().store(deferred.flow());
		}
		catch (RuntimeException ex) {
			logger.error("The transaction committed, but flow '{}' with {} jobs could not be stored",
					deferred.flow().id(), deferred.flow().jobs().size(), ex);
			this.inserts.unsent(deferred.flow().jobs());
		}
	}

	private void unsent(List<NewJob> jobs, RuntimeException cause) {
		logger.error("The transaction committed, but {} of its {} jobs could not be sent", jobs.size(),
				this.deferred.size(), cause);
		ids(jobs).forEach((ids) -> logger.error("Not known to be stored after the commit: {}", ids));
		this.inserts.unsent(jobs);
	}

	/** The commit failed, and the caller got its exception. */
	private void unknown() {
		ids(this.deferred).forEach((ids) -> logger
			.warn("Not dispatched, because it is not known whether their transaction committed: {}", ids));
		this.flows.forEach((deferred) -> logger.warn(
				"Flow '{}' is not dispatched, because it is not known whether its transaction committed",
				deferred.flow().id()));
	}

	private static List<String> ids(List<NewJob> jobs) {
		List<String> lines = new ArrayList<>();
		for (int start = 0; start < jobs.size(); start += IDS_A_LINE) {
			List<NewJob> part = jobs.subList(start, Math.min(start + IDS_A_LINE, jobs.size()));
			lines.add(String.join(", ", part.stream().map((job) -> job.id() + " (" + job.task() + ")").toList()));
		}
		return lines;
	}

	private static void shorten(List<?> list, int size) {
		list.subList(size, list.size()).clear();
	}

	/** How much there was at a savepoint. */
	private record Mark(int deferred, int flows, int joined, int duplicates) {

		static final Mark START = new Mark(0, 0, 0, 0);

	}

	/** A flow to store after the commit, and what stores it. */
	private record DeferredFlow(PreparedFlow flow, FlowSending sending) {
	}

}
