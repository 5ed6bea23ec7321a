package io.jobqueue.store.walk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.jobqueue.store.StoreBackend;

import org.awaitility.Awaitility;

/**
 * One run of steps on an empty store.
 */
final class Walk {

	private static final int SHOWN = 30;

	private static final int LONGEST = 1000;

	private final StoreBackend store;

	private final WalkTime time = new WalkTime();

	private final Comparison comparison;

	private final Commands commands;

	private final List<String> log = new ArrayList<>();

	/**
	 * Of one walk through an empty store.
	 * @param forgetsOtherQueues see {@link StoreWalk#forgetsOtherQueues()}
	 */
	Walk(StoreBackend store, boolean forgetsOtherQueues) {
		this.store = store;
		Oracle oracle = new Oracle(this.time, forgetsOtherQueues);
		this.comparison = new Comparison(oracle, store.queries());
		this.commands = new Commands(store, oracle, this.comparison);
	}

	/**
	 * Take steps until one fails.
	 * @param steps the steps
	 * @param every after how many steps all that is shown is compared
	 */
	void run(List<Step> steps, int every) {
		this.time.read(this.store.queries().now());
		for (int i = 0; i < steps.size(); i++) {
			try {
				take(steps.get(i), (i + 1) % every == 0 || i + 1 == steps.size());
			}
			catch (AssertionError | RuntimeException ex) {
				log(i);
				throw new WalkFailure(i, List.copyOf(this.log), ex);
			}
			log(i);
		}
		try {
			this.commands.end();
			this.time.read(this.store.queries().now());
			this.comparison.compare(Set.of());
		}
		catch (AssertionError | RuntimeException ex) {
			throw new WalkFailure(steps.size() - 1, List.copyOf(this.log), ex);
		}
	}

	private void take(Step step, boolean compares) {
		Turn turn = this.commands.perform(step);
		if (!turn.soon.isZero()) {
			pass(this.store, turn.soon);
		}
		this.time.read(this.store.queries().now());
		if (compares) {
			this.comparison.compare(this.commands.gone);
			this.commands.gone.clear();
		}
	}

	/** Wait until some time has passed by the clock of the store. */
	static void pass(StoreBackend store, Duration duration) {
		Instant end = store.queries().now().plus(duration);
		Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> store.queries().now().isAfter(end));
	}

	private void log(int step) {
		String text = this.commands.description();
		this.log.add(step + " " + ((text.length() > LONGEST) ? text.substring(0, LONGEST) + "…" : text));
		if (this.log.size() > SHOWN) {
			this.log.remove(0);
		}
	}

	/** A step failed. */
	static final class WalkFailure extends RuntimeException {

		final int step;

		WalkFailure(int step, List<String> log, Throwable cause) {
			super("Step " + step + " failed: " + cause.getMessage() + "\nThe last steps:\n" + String.join("\n", log),
					cause);
			this.step = step;
		}

	}

}
