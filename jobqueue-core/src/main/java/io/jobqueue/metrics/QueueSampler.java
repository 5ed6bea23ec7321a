package io.jobqueue.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.jobqueue.QueueInfo;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.StoreOutage;
import io.jobqueue.store.support.DaemonThreads;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Reads the state of all queues periodically, on one daemon thread, so that neither a
 * scrape nor a health check waits for the store. While nobody reads the samples, it reads
 * once a minute only, since it would otherwise cause most of the calls of an idle
 * application. If the store is unavailable, the sample is empty rather than old: a number
 * that is no longer true is worse than none.
 */
public final class QueueSampler implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(QueueSampler.class);

	private static final int MAX_QUEUES = 200;

	private static final Duration UNREAD = Duration.ofMinutes(1);

	private static final String PART = "the metrics of queues";

	private final StoreOutage outage;

	private final JobQueries browser;

	private final Supplier<Set<String>> declared;

	private final Duration interval;

	private final InstantSource clock;

	private volatile Sample sample;

	private volatile @Nullable Instant unansweredSince;

	private volatile boolean read = true;

	private volatile boolean stopping;

	private long sampledNanos = System.nanoTime();

	private final DaemonThreads threads = new DaemonThreads("jobqueue-sampler");

	private @Nullable ScheduledThreadPoolExecutor executor;

	private final List<Consumer<Set<String>>> listeners = new CopyOnWriteArrayList<>();

	private final List<Consumer<Set<String>>> readers = new CopyOnWriteArrayList<>();

	/**
	 * Create a sampler.
	 * @param browser the store
	 * @param declared the queues that are sampled even before they had a job
	 * @param interval how often to read while the samples are used
	 * @param clock for the time of the last contact
	 */
	public QueueSampler(JobQueries browser, Supplier<Set<String>> declared, Duration interval, InstantSource clock) {
		this(browser, declared, interval, clock, new StoreOutage());
	}

	/**
	 * Create a sampler that shares what the log says about the store.
	 * @param browser the store
	 * @param declared the queues that are sampled even before they had a job
	 * @param interval how often to read while the samples are used, or the store fails
	 * @param clock for the time of the last contact
	 * @param outage receives and logs the failures
	 */
	public QueueSampler(JobQueries browser, Supplier<Set<String>> declared, Duration interval, InstantSource clock,
			StoreOutage outage) {
		this.outage = outage;
		this.browser = browser;
		this.declared = declared;
		this.interval = interval;
		this.clock = clock;
		this.sample = new Sample(Map.of(), clock.instant(), null);
	}

	/** The last sample. */
	public Sample sample() {
		this.read = true;
		return this.sample;
	}

	/**
	 * The time of the first unanswered read, {@code null} if the store answered the last
	 * read.
	 */
	public @Nullable Instant unansweredSince() {
		return this.unansweredSince;
	}

	/** Read now, on this thread. */
	public void sampleOnce() {
		this.read = false;
		if (this.unansweredSince == null) {
			this.unansweredSince = this.clock.instant();
		}
		try {
			Map<String, QueueInfo> queues = queues();
			this.unansweredSince = null;
			this.outage.reached(PART);
			this.sample = new Sample(queues, this.clock.instant(), null);
			this.listeners.forEach((listener) -> listener.accept(queues.keySet()));
			this.readers.forEach((reader) -> reader.accept(queues.keySet()));
		}
		catch (RuntimeException ex) {
			if (this.stopping) {
				logger.debug("The last sample was cut short", ex);
				return;
			}
			this.outage.failed(PART, ex);
			this.sample = new Sample(Map.of(), this.sample.lastContact(), String.valueOf(ex.getMessage()));
			this.readers.forEach((reader) -> reader.accept(Set.of()));
		}
	}

	@Override
	public synchronized void start() {
		if (this.executor == null) {
			this.stopping = false;
			ScheduledThreadPoolExecutor created = new ScheduledThreadPoolExecutor(1, this.threads);
			Set<String> queues = this.declared.get();
			this.listeners.forEach((listener) -> listener.accept(queues));
			created.scheduleWithFixedDelay(this::sampleIfWanted, 0, this.interval.toNanos(), TimeUnit.NANOSECONDS);
			this.executor = created;
		}
	}

	@Override
	public synchronized void stop() {
		if (this.executor != null) {
			this.stopping = true;
			this.executor.shutdownNow();
			if (!this.threads.end(this.executor, Duration.ZERO)) {
				logger.debug("The last sample still waits for the store");
			}
			this.outage.left(PART);
			this.executor = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.executor != null;
	}

	private void sampleIfWanted() {
		long now = System.nanoTime();
		if (this.read || this.sample.error() != null || now - this.sampledNanos >= UNREAD.toNanos()) {
			this.sampledNanos = now;
			sampleOnce();
		}
	}

	/** Call someone with the names of all queues after each sample. */
	void onQueues(Consumer<Set<String>> listener) {
		this.listeners.add(listener);
	}

	/**
	 * Call someone who reads the store too, on the thread of the sampler, with the names
	 * of all queues after each sample, and with none after one that failed.
	 */
	void onSample(Consumer<Set<String>> reader) {
		this.readers.add(reader);
	}

	private Map<String, QueueInfo> queues() {
		Set<String> names = new TreeSet<>(this.declared.get());
		this.browser.queues().stream().limit(MAX_QUEUES).forEach(names::add);
		Map<String, QueueInfo> queues = new TreeMap<>();
		this.browser.queues(names).forEach((queue) -> queues.put(queue.name(), queue));
		return queues;
	}

	/**
	 * The state of all queues at one moment.
	 *
	 * @param queues the queues by name, none if the store was unavailable
	 * @param lastContact when the store answered last, or the sampler was made
	 * @param error why the store was unavailable, {@code null} if it was not
	 */
	public record Sample(Map<String, QueueInfo> queues, Instant lastContact, @Nullable String error) {

		public Sample {
			queues = Map.copyOf(queues);
		}

	}

}
