package io.jobqueue.worker.notes;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.FormattingTuple;
import org.slf4j.helpers.MessageFormatter;

import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.TransactionalFinish;
import io.jobqueue.store.notes.Attempt;
import io.jobqueue.store.notes.LogBounds;
import io.jobqueue.store.notes.LogPart;

/**
 * The lines of one attempt that are not stored. The delivery is the upper half of their
 * numbers, so that lines are numbered without a look at the store. Lines that are being
 * stored are kept as they are until that has succeeded: so they can be stored again after
 * a lost reply, also by another thread, and are there once. Safe for use by many threads.
 */
final class AttemptLog {

	private static final int LONGEST_LINE = 4000;

	private final Attempt attempt;

	private final LogBounds bounds;

	private final InstantSource clock;

	private final LogWriter writer;

	private final Deque<LogPart.Line> pending = new ArrayDeque<>();

	private List<LogPart> sending = List.of();

	/** The number of the first pending line. */
	private long first;

	private long bytes;

	private int dropped;

	private boolean refused;

	AttemptLog(Attempt attempt, LogBounds bounds, InstantSource clock, LogWriter writer) {
		this.attempt = attempt;
		this.bounds = bounds;
		this.clock = clock;
		this.writer = writer;
		this.first = firstNumber(attempt.delivery());
	}

	/** The number of the first line of an attempt. */
	private static long firstNumber(int delivery) {
		return (long) delivery << Integer.SIZE;
	}

	void add(String message, @Nullable Object... arguments) {
		Objects.requireNonNull(message, "The message of a log must not be null");
		add(text(message, arguments));
		this.writer.wrote(this);
	}

	private static String text(String message, @Nullable Object... arguments) {
		FormattingTuple made = MessageFormatter.arrayFormat(message, arguments);
		Throwable error = made.getThrowable();
		String text = (error != null) ? made.getMessage() + System.lineSeparator() + error : made.getMessage();
		return (text.length() > LONGEST_LINE) ? StoredText.cut(text, LONGEST_LINE) + "…" : text;
	}

	private synchronized void add(String text) {
		if (this.refused) {
			return;
		}
		LogPart.Line line = new LogPart.Line(this.clock.instant(), text);
		this.pending.addLast(line);
		this.bytes += line.size();
		while (this.pending.size() > 1
				&& (this.bytes > this.bounds.bytes() || this.pending.size() > this.bounds.lines())) {
			this.bytes -= this.pending.removeFirst().size();
			this.first++;
			this.dropped++;
		}
	}

	/** Return the lines to store next, the same until they were stored. */
	synchronized List<LogPart> toSend() {
		if (this.sending.isEmpty() && !this.pending.isEmpty()) {
			List<LogPart.Line> lines = List.copyOf(this.pending);
			List<LogPart> parts = new ArrayList<>();
			if (this.dropped > 0) {
				String text = "%d lines are missing here: more were written at once than a log keeps, or the store did not take them"
					.formatted(this.dropped);
				parts.addAll(LogPart.of(this.first - this.dropped, List.of(new LogPart.Line(lines.get(0).at(), text))));
			}
			parts.addAll(LogPart.of(this.first, lines));
			this.first += this.pending.size();
			this.pending.clear();
			this.bytes = 0;
			this.dropped = 0;
			this.sending = List.copyOf(parts);
		}
		return this.sending;
	}

	/** As {@link #toSend}, with the lines that were written since. */
	private synchronized List<LogPart> allToSend() {
		List<LogPart> before = this.sending;
		this.sending = List.of();
		List<LogPart> all = new ArrayList<>(before);
		all.addAll(toSend());
		this.sending = List.copyOf(all);
		return this.sending;
	}

	/**
	 * Store all lines in the transaction of the calling thread. Since it may be rolled
	 * back, they are sent again before the outcome.
	 */
	void storeInTransaction(TransactionalFinish store) {
		List<LogPart> parts = allToSend();
		if (!parts.isEmpty()) {
			store.appendLogInTransaction(this.attempt, parts, this.bounds);
		}
	}

	/** The store cannot keep these lines. The next ones say that they are missing. */
	synchronized void dropped(List<LogPart> parts) {
		if (this.sending == parts) {
			this.sending = List.of();
			// Also those that the first of these lines says are missing.
			this.dropped = (int) (this.first - parts.get(0).number());
		}
	}

	/** These lines are stored. */
	synchronized void sent(List<LogPart> parts) {
		if (this.sending == parts) {
			this.sending = List.of();
		}
	}

	/** The job does not belong to this attempt any more. */
	synchronized void refuse() {
		this.refused = true;
		this.sending = List.of();
		this.pending.clear();
		this.bytes = 0;
	}

	synchronized boolean isStored() {
		return this.sending.isEmpty() && this.pending.isEmpty();
	}

	Attempt attempt() {
		return this.attempt;
	}

}
