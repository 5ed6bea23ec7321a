package io.jobqueue.worker.outcome;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.JobStatus;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.error.StoreRefusedException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.support.Halving;
import io.jobqueue.store.support.LogText;
import io.jobqueue.worker.timing.Backoff;
import io.jobqueue.worker.timing.StoreReachability;

/**
 * Writes outcomes until each is stored, or its job has ended as FAILED because the
 * outcome cannot be stored. One call writes all waiting outcomes, while the next batch
 * forms. A batch that fails is bisected until the refused outcome is found. Other
 * outcomes are not delayed.
 */
public final class OutcomeWriter implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(OutcomeWriter.class);

	/** The pause for outcomes of jobs that are locked in the store. */
	private static final Duration LOCKED_PAUSE = Duration.ofMillis(100);

	/** If this number of outcomes in a row fail alone, the outcomes are not the cause. */
	private static final int FAILED_ALONE = 3;

	private final SuspectOutcomes suspects = new SuspectOutcomes();

	private final OutcomeBuffer buffer;

	private final Target target;

	private final StoreReachability reachability;

	private final Backoff backoff;

	private final BiConsumer<AttemptResult, FinishResult> stored;

	public OutcomeWriter(OutcomeBuffer buffer, Target target, StoreReachability reachability, Backoff backoff,
			BiConsumer<AttemptResult, FinishResult> stored) {
		this.buffer = buffer;
		this.target = target;
		this.reachability = reachability;
		this.backoff = backoff;
		this.stored = stored;
	}

	/** Write until the buffer is closed, then write the rest once. */
	@Override
	public void run() {
		while (!this.buffer.isClosed()) {
			write(this.suspects.isEmpty() ? this.buffer.take() : this.buffer.take(this.suspects.untilDue()));
			this.suspects.takeDue().forEach(this::writeSuspect);
		}
		write(this.buffer.take());
		this.suspects.takeAll().forEach(this::writeSuspect);
		this.buffer.putBack(this.suspects.takeAll().stream().map(SuspectOutcomes.Suspect::settled).toList());
	}

	private void write(List<AttemptResult> batch) {
		Halving<AttemptResult> parts = new Halving<>(batch);
		List<AttemptResult> locked = new ArrayList<>();
		int failed = 0;
		for (List<AttemptResult> part = parts.next(); !part.isEmpty(); part = parts.next()) {
			try {
				locked.addAll(finishAll(part));
				failed = 0;
			}
			catch (StoreUnavailableException ex) {
				locked.addAll(part);
				reschedule(parts, locked, ex);
				return;
			}
			catch (RuntimeException | Error ex) {
				refused(part, parts, ex);
				failed += (part.size() == 1 && !(ex instanceof StoreRefusedException)) ? 1 : 0;
				if (failed == FAILED_ALONE && parts.hasNext()) {
					reschedule(parts, locked, ex);
					return;
				}
			}
		}
		if (!locked.isEmpty()) {
			this.buffer.putBack(locked);
			this.buffer.pause(LOCKED_PAUSE);
		}
	}

	private void refused(List<AttemptResult> part, Halving<AttemptResult> parts, Throwable cause) {
		if (parts.halve(part)) {
			logger.debug("{} outcomes of queue '{}' were refused together and are written in two parts", part.size(),
					this.target.queue(), cause);
		}
		else if (cause instanceof StoreRefusedException) {
			endFailed(new SuspectOutcomes.Suspect(part.get(0), 1, System.nanoTime()), cause);
		}
		else {
			logger.debug("The outcome of job '{}' could not be stored; the write is repeated",
					part.get(0).job().id().value(), cause);
			this.suspects.add(part.get(0));
		}
	}

	/**
	 * Schedule all outcomes again. If they were dropped, their jobs would be held without
	 * end.
	 */
	private void reschedule(Halving<AttemptResult> parts, List<AttemptResult> first, Throwable cause) {
		this.reachability.failed(cause);
		List<AttemptResult> left = new ArrayList<>(first);
		left.addAll(parts.rest());
		this.buffer.putBack(left);
		this.buffer.pause(this.backoff.next());
	}

	private void writeSuspect(SuspectOutcomes.Suspect suspect) {
		try {
			this.buffer.putBack(finishAll(List.of(suspect.settled())));
		}
		catch (StoreUnavailableException ex) {
			this.reachability.failed(ex);
			this.suspects.postpone(suspect);
		}
		catch (RuntimeException | Error ex) {
			if (suspect.isLastAttempt() || ex instanceof StoreRefusedException) {
				endFailed(suspect, ex);
			}
			else {
				this.suspects.failedAgain(suspect);
			}
		}
	}

	/**
	 * End the job of an outcome that cannot be stored as FAILED, with this as its error.
	 * If that cannot be stored either, the outcome is not the cause, and both are tried
	 * again.
	 */
	private void endFailed(SuspectOutcomes.Suspect suspect, Throwable cause) {
		AttemptResult settled = suspect.settled();
		AttemptResult failed = settled.failed(Outcome.end(settled.job(), JobStatus.FAILED, JobErrors.of(cause)), cause);
		try {
			FinishResult result = finish(List.of(failed.outcome())).get(0);
			if (result == FinishResult.LOCKED) {
				this.suspects.failedAgain(suspect);
				return;
			}
			logger.error("The outcome of job '{}' cannot be stored, so the job ends as FAILED: {}",
					settled.job().id().value(), LogText.of(cause.getMessage()));
			// The refused outcome is stored after all.
			stored((result != FinishResult.ALREADY_APPLIED) ? failed : settled, result);
			this.buffer.done(List.of(settled), List.of());
		}
		catch (RuntimeException | Error ex) {
			this.reachability.failed(ex);
			this.suspects.failedAgain(suspect);
		}
	}

	/** Store a batch. Return the outcomes that are locked by others in the store. */
	private List<AttemptResult> finishAll(List<AttemptResult> batch) {
		List<AttemptResult> locked = process(batch, finish(batch.stream().map(AttemptResult::outcome).toList()));
		this.buffer.done(batch, locked);
		return locked;
	}

	private List<FinishResult> finish(List<Outcome> outcomes) {
		List<FinishResult> results = this.target.store().finish(this.target.queue(), this.target.worker(), outcomes);
		this.reachability.succeeded();
		this.backoff.reset();
		return results;
	}

	/** Process the results of a taken batch that an exchange has stored. */
	public void written(List<AttemptResult> batch, List<FinishResult> results) {
		List<AttemptResult> locked = process(batch, results);
		this.buffer.done(batch, locked);
		this.buffer.putBack(locked);
	}

	/** Process the results of a batch. Return the outcomes that are locked. */
	private List<AttemptResult> process(List<AttemptResult> batch, List<FinishResult> results) {
		List<AttemptResult> locked = new ArrayList<>();
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

	private void stored(AttemptResult settled, FinishResult result) {
		try {
			this.stored.accept(settled, result);
		}
		catch (RuntimeException | Error ex) {
			logger.error("The steps after the end of job '{}' failed; its outcome is stored",
					settled.job().id().value(), ex);
		}
	}

	/** Where outcomes are stored. */
	public record Target(JobFeed store, String queue, String worker) {
	}

}
