package io.jobqueue.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.JobStatus;
import io.jobqueue.store.FinishResult;
import io.jobqueue.store.JobStore;
import io.jobqueue.store.Outcome;
import io.jobqueue.store.StoreUnavailableException;

/**
 * Writes outcomes until each is stored or refused. One call writes all that wait; while
 * it is under way the next batch forms.
 */
final class OutcomeWriter implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(OutcomeWriter.class);

	/** For outcomes of jobs that are locked in the store. */
	private static final Duration LOCKED_PAUSE = Duration.ofMillis(100);

	private final OutcomeBuffer buffer;

	private final Target target;

	private final StoreContact contact;

	private final Backoff backoff;

	private final BiConsumer<Settled, FinishResult> stored;

	OutcomeWriter(OutcomeBuffer buffer, Target target, StoreContact contact, Backoff backoff,
			BiConsumer<Settled, FinishResult> stored) {
		this.buffer = buffer;
		this.target = target;
		this.contact = contact;
		this.backoff = backoff;
		this.stored = stored;
	}

	/** Write until the buffer is closed, then what is left, once. */
	@Override
	public void run() {
		List<Settled> batch = this.buffer.take();
		while (!batch.isEmpty()) {
			write(batch);
			batch = this.buffer.take();
		}
	}

	private void write(List<Settled> batch) {
		List<Settled> left = new ArrayList<>(batch);
		try {
			writeAll(left);
		}
		catch (StoreUnavailableException ex) {
			this.contact.missed(ex);
			again(batch, left);
			return;
		}
		catch (RuntimeException | Error ex) {
			logger.error("Outcomes of queue '{}' could not be handled and are tried again: {}", this.target.queue(),
					OutcomeBuffer.ids(left), ex);
			again(batch, left);
			return;
		}
		this.buffer.done(batch.size() - left.size());
		if (!left.isEmpty()) {
			this.buffer.putBack(left);
			this.buffer.pause(LOCKED_PAUSE);
		}
	}

	/** Their jobs would be held for ever if they were dropped. */
	private void again(List<Settled> batch, List<Settled> left) {
		this.buffer.done(batch.size() - left.size());
		this.buffer.putBack(left);
		this.buffer.pause(this.backoff.next());
	}

	/** Those that are left are locked by others in the store, and to be written again. */
	private void writeAll(List<Settled> left) {
		List<FinishResult> results;
		try {
			results = finish(left.stream().map(Settled::outcome).toList());
		}
		catch (StoreUnavailableException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			logger.error("{} outcomes of queue '{}' were refused together and are tried one by one: {}", left.size(),
					this.target.queue(), OutcomeBuffer.ids(left), ex);
			writeOneByOne(left);
			return;
		}
		List<Settled> all = new ArrayList<>(left);
		left.clear();
		left.addAll(handle(all, results));
	}

	private void writeOneByOne(List<Settled> left) {
		List<Settled> locked = new ArrayList<>();
		while (!left.isEmpty()) {
			if (!writeOne(left.get(0))) {
				locked.add(left.get(0));
			}
			left.remove(0);
		}
		left.addAll(locked);
	}

	/**
	 * An outcome that the store refuses ends its job as FAILED, with that as its error.
	 * @return whether it is done with; not if its job is locked
	 */
	private boolean writeOne(Settled settled) {
		try {
			return handle(List.of(settled), finish(List.of(settled.outcome()))).isEmpty();
		}
		catch (StoreUnavailableException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			logger.error("The outcome of job '{}' was refused; the job ends as FAILED", settled.job().id().value(), ex);
			return endFailed(settled, ex);
		}
	}

	private boolean endFailed(Settled settled, RuntimeException cause) {
		Settled failed = settled.failed(Outcome.end(settled.job(), JobStatus.FAILED, JobErrors.of(cause)), cause);
		try {
			FinishResult result = finish(List.of(failed.outcome())).get(0);
			// Stored already: what was refused had been stored after all.
			return handle(List.of((result != FinishResult.ALREADY_APPLIED) ? failed : settled), List.of(result))
				.isEmpty();
		}
		catch (StoreUnavailableException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			logger.error("Job '{}' could not be ended either; it runs again when its lease has run out",
					settled.job().id().value(), ex);
			stored(settled, FinishResult.STALE);
			return true;
		}
	}

	private List<FinishResult> finish(List<Outcome> outcomes) {
		List<FinishResult> results = this.target.store().finish(this.target.queue(), this.target.worker(), outcomes);
		this.contact.reached();
		this.backoff.reset();
		return results;
	}

	/**
	 * A batch that was taken from the buffer was given to the store along with a claim.
	 */
	void written(List<Settled> batch, List<FinishResult> results) {
		List<Settled> locked = handle(batch, results);
		this.buffer.done(batch.size() - locked.size());
		this.buffer.putBack(locked);
	}

	/** Answers those that are locked. */
	private List<Settled> handle(List<Settled> batch, List<FinishResult> results) {
		List<Settled> locked = new ArrayList<>();
		for (int i = 0; i < results.size(); i++) {
			if (results.get(i) == FinishResult.LOCKED) {
				locked.add(batch.get(i));
			}
			else {
				stored(batch.get(i), results.get(i));
			}
		}
		return locked;
	}

	private void stored(Settled settled, FinishResult result) {
		try {
			this.stored.accept(settled, result);
		}
		catch (RuntimeException | Error ex) {
			logger.error("What follows the end of job '{}' failed; its outcome is stored", settled.job().id().value(),
					ex);
		}
	}

	/** Where the outcomes go. */
	record Target(JobStore store, String queue, String worker) {
	}

}
