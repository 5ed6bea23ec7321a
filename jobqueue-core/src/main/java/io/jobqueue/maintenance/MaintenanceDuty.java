package io.jobqueue.maintenance;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * A periodic duty of every worker. {@link MaintenanceRunner} runs all duties on one
 * thread, so each run must be bounded in time. There is no leader: several workers can
 * run the same duty at once. An application adds a duty by declaring a bean of this type.
 */
public interface MaintenanceDuty {

	/** The name of the duty in logs. */
	String name();

	/**
	 * Return the maximum time until the next run. It is read after each run. The runner
	 * shortens it by up to a fifth, so that many workers do not run at the same moment.
	 * @return a positive duration
	 */
	Duration interval();

	/**
	 * Run the duty once. An exception is logged, and the duty runs again after its
	 * interval.
	 */
	void run();

	/**
	 * Run once more when the application stops, after the worker. There are at most 400
	 * ms for the last runs of all duties together. An exception is logged.
	 */
	default void stop() {
	}

	/** Return a duty that runs an action. */
	static MaintenanceDuty of(String name, Supplier<Duration> interval, Runnable action) {
		return new MaintenanceDuty() {

			@Override
			public String name() {
				return name;
			}

			@Override
			public Duration interval() {
				return interval.get();
			}

			@Override
			public void run() {
				action.run();
			}

		};
	}

}
