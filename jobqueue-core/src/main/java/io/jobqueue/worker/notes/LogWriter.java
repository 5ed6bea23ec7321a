package io.jobqueue.worker.notes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.JobId;
import io.jobqueue.store.error.StoreFullException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.notes.Attempt;
import io.jobqueue.store.notes.JobNotes;
import io.jobqueue.store.notes.LogAppend;
import io.jobqueue.store.notes.LogBounds;
import io.jobqueue.store.notes.LogPart;
import io.jobqueue.store.support.LogText;
import io.jobqueue.worker.thread.WorkerThreads;
import io.jobqueue.worker.timing.Backoff;
import io.jobqueue.worker.timing.WakeLatch;

/**
 * Stores the logs of all attempts of a worker, about a second after a line was written.
 * Its thread starts with the first line. While the store is unavailable, lines wait in
 * their {@link AttemptLog}, which is bounded.
 */
final class LogWriter implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(LogWriter.class);

	private static final Duration DELAY = Duration.ofSeconds(1);

	private static final Duration SILENCE = Duration.ofMinutes(1);

	/** The maximum number of jobs whose lines one call stores. */
	private static final int BATCH = 50;

	/**
	 * Enough for the lines that were being stored and those behind them, of two
	 * deliveries.
	 */
	private static final int LAST_PASSES = 4;

	private final Supplier<JobNotes> notes;

	private final LogBounds bounds;

	private final WorkerThreads.Factory threads;

	private final Map<Attempt, AttemptLog> waiting = new ConcurrentHashMap<>();

	private final WakeLatch work = new WakeLatch();

	private final WakeLatch stop = new WakeLatch();

	private final AtomicLong unreported = new AtomicLong();

	private final AtomicReference<@Nullable Long> reportedNanos = new AtomicReference<>();

	private @Nullable Thread thread;

	private volatile boolean closed;

	LogWriter(Supplier<JobNotes> notes, LogBounds bounds, WorkerThreads.Factory threads) {
		this.notes = notes;
		this.bounds = bounds;
		this.threads = threads;
	}

	/** An attempt has written a line. */
	void wrote(AttemptLog log) {
		if (this.waiting.putIfAbsent(log.attempt(), log) == null) {
			start();
			this.work.signal();
		}
	}

	private synchronized void start() {
		if (this.thread == null && !this.closed) {
			this.thread = this.threads.thread("jobqueue-logs", this);
			this.thread.start();
		}
	}

	@Override
	public void run() {
		Backoff backoff = new Backoff(Math::random);
		while (!this.closed) {
			if (this.waiting.isEmpty()) {
				this.work.await(Duration.ofDays(1));
			}
			else {
				this.stop.await(DELAY);
				store(backoff);
			}
		}
	}

	private void store(Backoff backoff) {
		try {
			storeAll(List.copyOf(this.waiting.values()), 1);
			backoff.reset();
		}
		catch (StoreUnavailableException ex) {
			logger.debug("The logs of {} attempts are stored later", this.waiting.size(), ex);
			if (!this.closed) {
				this.stop.await(backoff.next());
			}
		}
	}

	/**
	 * Store the lines of attempts before their outcomes.
	 * @throws StoreUnavailableException if the store is unavailable: the outcomes have to
	 * wait too
	 */
	void storeBefore(String queue, String worker, List<Outcome> outcomes) {
		if (!this.waiting.isEmpty()) {
			storeAll(outcomes.stream()
				.map((outcome) -> this.waiting.get(new Attempt(queue, worker, outcome.id(), outcome.delivery())))
				.filter(Objects::nonNull)
				.collect(Collectors.toSet()), LAST_PASSES);
		}
	}

	private void storeAll(Collection<AttemptLog> logs, int passes) {
		Map<String, List<AttemptLog>> byQueue = logs.stream()
			.collect(Collectors.groupingBy((log) -> log.attempt().queue()));
		StoreUnavailableException failure = null;
		for (List<AttemptLog> all : byQueue.values()) {
			try {
				for (int from = 0; from < all.size(); from += BATCH) {
					store(all.subList(from, Math.min(all.size(), from + BATCH)), passes);
				}
			}
			catch (StoreUnavailableException ex) {
				// Other queues may be on a node that works.
				failure = ex;
			}
		}
		logs.forEach((log) -> this.waiting.computeIfPresent(log.attempt(),
				(attempt, present) -> present.isStored() ? null : present));
		if (failure != null) {
			throw failure;
		}
	}

	/** Store lines of attempts of one queue. A handler may write lines all the time. */
	private void store(List<AttemptLog> logs, int passes) {
		for (int i = 0; i < passes; i++) {
			Map<AttemptLog, List<LogPart>> parts = toSend(logs);
			if (parts.isEmpty()) {
				return;
			}
			List<LogAppend> appends = new ArrayList<>();
			parts
				.forEach((log, each) -> appends.add(new LogAppend(log.attempt().id(), log.attempt().delivery(), each)));
			append(logs.get(0).attempt(), appends, parts);
		}
	}

	/** Of two deliveries of one job, the second one is next. */
	private static Map<AttemptLog, List<LogPart>> toSend(List<AttemptLog> logs) {
		Map<AttemptLog, List<LogPart>> parts = new LinkedHashMap<>();
		Set<JobId> jobs = new HashSet<>();
		for (AttemptLog log : logs) {
			List<LogPart> each = log.toSend();
			if (!each.isEmpty() && jobs.add(log.attempt().id())) {
				parts.put(log, each);
			}
		}
		return parts;
	}

	private void append(Attempt any, List<LogAppend> appends, Map<AttemptLog, List<LogPart>> parts) {
		try {
			Set<JobId> refused = this.notes.get().appendLogs(any.queue(), any.worker(), appends, this.bounds);
			parts.forEach((log, each) -> {
				log.sent(each);
				if (refused.contains(log.attempt().id())) {
					log.refuse();
				}
			});
		}
		catch (StoreFullException ex) {
			// Their jobs must end, so that the store drains.
			drop(any.queue(), parts, ex);
		}
		catch (StoreUnavailableException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			drop(any.queue(), parts, ex);
		}
	}

	/** At most one line a minute says so. */
	private void drop(String queue, Map<AttemptLog, List<LogPart>> parts, RuntimeException failure) {
		parts.forEach(AttemptLog::dropped);
		this.unreported.addAndGet(parts.size());
		Long last = this.reportedNanos.get();
		long now = System.nanoTime();
		if ((last == null || now - last >= SILENCE.toNanos()) && this.reportedNanos.compareAndSet(last, now)) {
			logger.warn("Lines of {} logs of jobs, the last of queue '{}', cannot be stored and are dropped: {}",
					this.unreported.getAndSet(0), queue, LogText.of(failure.getMessage()));
		}
	}

	void close() {
		this.closed = true;
		this.work.signal();
		this.stop.signal();
	}

}
