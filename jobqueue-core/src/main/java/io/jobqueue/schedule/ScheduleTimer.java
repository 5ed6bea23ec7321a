package io.jobqueue.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.StoreOutage;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.schedule.ScheduleLook;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.store.schedule.StoredSchedule;
import io.jobqueue.store.support.FirstFailure;
import io.jobqueue.store.support.RepeatingThread;

import org.jspecify.annotations.Nullable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Fires the schedules of the queues that a worker serves, on one thread. All workers do
 * so, without a leader: the first one fires a tick, for the others it has changed. The
 * thread sleeps until the next tick, and at most 5 s, to see schedules that others have
 * put.
 */
public final class ScheduleTimer implements SmartLifecycle {

	/** Above the worker, so that it starts after it and stops before it. */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4095;

	private static final Logger logger = LoggerFactory.getLogger(ScheduleTimer.class);

	private static final int BATCH = 200;

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

	private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

	/** Another worker has fired, or its transaction still has the schedule locked. */
	private static final Duration AFTER_OTHERS = Duration.ofMillis(200);

	private static final Duration DECLARE = Duration.ofSeconds(20);

	private static final Duration FORGET = Duration.ofHours(1);

	/** How long the pause of a schedule that no worker declares is kept. */
	private static final Duration KEPT = Duration.ofDays(7);

	private static final String PART = "schedules";

	private final StoreBackend store;

	private final Supplier<List<String>> queues;

	private final ScheduleDeclarations declarations;

	private final ScheduleFirings firings;

	private final RepeatingThread thread;

	private @Nullable Long declaredNanos;

	private @Nullable Long forgottenNanos;

	private boolean inForce;

	private boolean begun;

	/**
	 * Create a timer.
	 * @param store the store
	 * @param schedules the schedules of that store
	 * @param declared the schedules that this application declares
	 * @param queues the queues that its worker serves now
	 * @param worker the id of that worker
	 * @throws io.jobqueue.InvalidScheduleException if a schedule cannot be used
	 */
	public ScheduleTimer(StoreBackend store, StoreJobSchedules schedules, List<DeclaredSchedule> declared,
			Supplier<List<String>> queues, Supplier<@Nullable String> worker) {
		this.store = store;
		this.queues = queues;
		this.declarations = schedules.declarations(declared.stream().map(schedules::check).toList(), worker);
		this.firings = schedules.firings(this.declarations);
		this.thread = new RepeatingThread("jobqueue-schedules", this::step, () -> store.outage().left(PART));
		schedules.onChange(this.thread::wake);
	}

	@Override
	public void start() {
		if (hasSchedules()) {
			this.thread.start();
		}
	}

	private boolean hasSchedules() {
		try {
			this.store.part(ScheduleStore.class);
			return true;
		}
		catch (UnsupportedStorePartException ex) {
			if (!this.declarations.isEmpty()) {
				throw ex;
			}
			return false;
		}
	}

	private Duration step() {
		StoreOutage outage = this.store.outage();
		try {
			Duration wait = runOnce();
			outage.reached(PART);
			return wait;
		}
		catch (RuntimeException | Error ex) {
			if (this.thread.isStopping()) {
				logger.debug("A step of the schedules was cut short by the stop", ex);
			}
			else {
				outage.failedBeside(PART, ex);
			}
			return AFTER_FAILURE;
		}
	}

	/**
	 * Declare if it is time, then fire what is due. What is unavailable does not prevent
	 * the rest.
	 * @return how long to wait until the next time
	 */
	Duration runOnce() {
		FirstFailure failures = FirstFailure.ofQueues();
		List<String> served = this.queues.get();
		failures.run(this::declare);
		failures.run(() -> parkAbandoned(served));
		Duration wait = served.isEmpty() ? LONGEST_WAIT : fire(served, failures);
		failures.rethrow();
		return wait;
	}

	private Duration fire(List<String> served, FirstFailure failures) {
		ScheduleStore schedules = this.store.part(ScheduleStore.class);
		Duration wait = LONGEST_WAIT;
		boolean changed = false;
		for (ScheduleLook look : looks(schedules, served, failures)) {
			ScheduleFirings.Fired fired = this.firings.fire(look, failures);
			changed |= fired.changed();
			wait = fired.missed() ? earlier(wait, AFTER_OTHERS) : wait;
			wait = earlier(wait, look.next());
		}
		failures.run(() -> forget(schedules, served));
		failures.run(() -> this.firings.checkTimes(served));
		return changed ? Duration.ZERO : wait;
	}

	private static Duration earlier(Duration one, @Nullable Duration other) {
		return (other != null && other.compareTo(one) < 0) ? other : one;
	}

	/** One look at all queues, or one at each while some are unavailable. */
	private static List<ScheduleLook> looks(ScheduleStore schedules, List<String> served, FirstFailure failures) {
		try {
			return List.of(schedules.look(served, BATCH));
		}
		catch (StoreUnavailableException ex) {
			if (served.size() == 1) {
				throw ex;
			}
		}
		List<ScheduleLook> looks = new ArrayList<>();
		for (String queue : served) {
			failures.run(() -> looks.add(schedules.look(List.of(queue), BATCH)));
		}
		return looks;
	}

	private void declare() {
		Duration pause = this.inForce ? DECLARE : LONGEST_WAIT;
		if (isTime(this.declaredNanos, pause)) {
			this.inForce = this.declarations.runOnce();
			this.declaredNanos = System.nanoTime();
		}
	}

	/** What is abandoned later is noticed after a minute, which costs no call. */
	private void parkAbandoned(List<String> served) {
		if (!this.begun && !served.isEmpty()) {
			this.declarations.parkAbandoned(served);
			this.begun = true;
		}
	}

	private void forget(ScheduleStore schedules, List<String> served) {
		if (isTime(this.forgottenNanos, FORGET)) {
			this.forgottenNanos = System.nanoTime();
			List<StoredSchedule> forgotten = schedules.undeclared(served, KEPT, BATCH);
			for (StoredSchedule schedule : forgotten) {
				if (schedules.remove(schedule)) {
					logger.info("Schedule '{}' was removed, because no worker has declared it for 7 days",
							schedule.name());
				}
			}
		}
	}

	static boolean isTime(@Nullable Long lastNanos, Duration pause) {
		return lastNanos == null || System.nanoTime() - lastNanos >= pause.toNanos();
	}

	/**
	 * Schedules that this worker cannot fire, or whose queue no live worker serves, and
	 * that are late by more than a minute, at most 20 of each, with the time since they
	 * were due.
	 */
	public Map<String, Duration> overdue() {
		return this.firings.overdue();
	}

	/**
	 * Schedules whose time a clock has planned that was ahead, at most 20 of them, with
	 * that time. They do not fire before it.
	 */
	public Map<String, Instant> farAhead() {
		return this.firings.farAhead();
	}

	@Override
	public void stop() {
		this.thread.stop();
	}

	@Override
	public boolean isRunning() {
		return this.thread.isRunning();
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
