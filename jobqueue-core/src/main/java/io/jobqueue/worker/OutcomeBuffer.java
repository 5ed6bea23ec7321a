package io.jobqueue.worker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.JobStatus;
import io.jobqueue.store.FinishResult;
import io.jobqueue.store.JobStore;
import io.jobqueue.store.Outcome;
import io.jobqueue.store.StoreUnavailableException;

/**
 * Writes outcomes. One call writes all that wait; while it is under way the next batch
 * forms. An idle buffer writes at once. While the store is away outcomes wait, and those
 * that offer them go on; the loop stops to claim when there are too many.
 */
final class OutcomeBuffer implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(OutcomeBuffer.class);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Deque<Settled> waiting = new ArrayDeque<>();

	private final String queue;

	private final String worker;

	private final JobStore store;

	private final StoreContact contact;

	private final Backoff backoff;

	private final BiConsumer<Settled, FinishResult> stored;

	private final int room;

	private final Gathering gathering = new Gathering();

	private int writing;

	private boolean closed;

	OutcomeBuffer(Identity identity, JobStore store, StoreContact contact, Backoff backoff,
			BiConsumer<Settled, FinishResult> stored) {
		this.queue = identity.queue();
		this.worker = identity.worker();
		this.room = Math.max(200, 2 * identity.concurrency());
		this.store = store;
		this.contact = contact;
		this.backoff = backoff;
		this.stored = stored;
	}

	void offer(Settled settled) {
		this.lock.lock();
		try {
			this.waiting.add(settled);
			if (this.waiting.size() == 1 || this.gathering.isEnough(this.waiting.size())) {
				this.changed.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Let a batch wait a little for so many; 1 for not at all. */
	void hopeFor(int count) {
		this.gathering.hopeFor(count);
	}

	/** Write until closed, then what is left, once. */
	@Override
	public void run() {
		List<Settled> batch = take();
		while (!batch.isEmpty()) {
			try {
				write(batch);
			}
			catch (StoreUnavailableException ex) {
				this.contact.missed(ex);
				putBack(batch);
				pause();
			}
			catch (RuntimeException | Error ex) {
				logger.error("Outcomes of queue '{}' could not be handled: {}", this.queue, ids(batch), ex);
			}
			written();
			batch = take();
		}
	}

	private void write(List<Settled> batch) {
		List<FinishResult> results;
		try {
			results = finish(batch.stream().map(Settled::outcome).toList());
		}
		catch (StoreUnavailableException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			logger.error("{} outcomes of queue '{}' were refused together and are tried one by one: {}", batch.size(),
					this.queue, ids(batch), ex);
			writeOneByOne(batch);
			return;
		}
		for (int i = 0; i < results.size(); i++) {
			this.stored.accept(batch.get(i), results.get(i));
		}
		batch.clear();
	}

	private void writeOneByOne(List<Settled> batch) {
		while (!batch.isEmpty()) {
			Settled settled = batch.get(0);
			writeOne(settled);
			batch.remove(0);
		}
	}

	/**
	 * An outcome that the store refuses ends its job as FAILED, with that as its error.
	 */
	private void writeOne(Settled settled) {
		try {
			this.stored.accept(settled, finish(List.of(settled.outcome())).get(0));
			return;
		}
		catch (StoreUnavailableException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			logger.error("The outcome of job '{}' was refused; the job ends as FAILED", settled.job().id().value(), ex);
			endFailed(settled, ex);
		}
	}

	private void endFailed(Settled settled, RuntimeException cause) {
		Settled failed = settled.failed(Outcome.end(settled.job(), JobStatus.FAILED, JobErrors.of(cause)), cause);
		try {
			FinishResult result = finish(List.of(failed.outcome())).get(0);
			// Stored already: what was refused had been stored after all.
			this.stored.accept((result != FinishResult.ALREADY_APPLIED) ? failed : settled, result);
		}
		catch (StoreUnavailableException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			logger.error("Job '{}' could not be ended either; it runs again when its lease has run out",
					settled.job().id().value(), ex);
			this.stored.accept(settled, FinishResult.STALE);
		}
	}

	private List<FinishResult> finish(List<Outcome> outcomes) {
		List<FinishResult> results = this.store.finish(this.queue, this.worker, outcomes);
		this.contact.reached();
		this.backoff.reset();
		return results;
	}

	private List<Settled> take() {
		this.lock.lock();
		try {
			while (this.waiting.isEmpty() && !this.closed) {
				this.changed.awaitUninterruptibly();
			}
			this.gathering.await(this.changed, () -> this.closed ? Integer.MAX_VALUE : this.waiting.size());
			List<Settled> batch = new ArrayList<>(this.waiting);
			this.waiting.clear();
			this.writing = batch.size();
			return batch;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void putBack(List<Settled> batch) {
		this.lock.lock();
		try {
			if (this.closed) {
				logger.error("Outcomes of queue '{}' could not be stored before the end; these jobs run again: {}",
						this.queue, ids(batch));
				this.waiting.clear();
				return;
			}
			for (int i = batch.size() - 1; i >= 0; i--) {
				this.waiting.addFirst(batch.get(i));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void pause() {
		long nanos = this.backoff.next().toNanos();
		this.lock.lock();
		try {
			while (!this.closed && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
			}
		}
		catch (InterruptedException ex) {
			logger.debug("The pause of the outcome buffer of queue '{}' was cut short", this.queue, ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void written() {
		this.lock.lock();
		try {
			this.writing = 0;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Wait for room, as long as it is not closed. */
	boolean awaitRoom(Duration longest) {
		return await(this.room, longest);
	}

	/** Wait until all is stored. */
	boolean awaitEmpty(Duration longest) {
		return await(1, longest);
	}

	private boolean await(int fewerThan, Duration longest) {
		long nanos = TimeUnit.MILLISECONDS.toNanos(longest.toMillis());
		this.lock.lock();
		try {
			while (!this.closed && count() >= fewerThan && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
			}
			return count() < fewerThan;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	private int count() {
		return this.waiting.size() + this.writing;
	}

	int size() {
		this.lock.lock();
		try {
			return count();
		}
		finally {
			this.lock.unlock();
		}
	}

	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private static List<String> ids(List<Settled> batch) {
		return batch.stream().map((settled) -> settled.job().id().value()).toList();
	}

	/** Whose outcomes these are. */
	record Identity(String queue, String worker, int concurrency) {
	}

}
