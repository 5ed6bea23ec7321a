package io.jobqueue.crash;

import java.time.Duration;

/**
 * How hard a bad day is: short for every build, full on demand. The system property
 * {@code bad-days.form} says which.
 */
enum Form {

	SHORT, FULL;

	private static final Form CURRENT = valueOf(System.getProperty("bad-days.form", "short").toUpperCase());

	/** One number for the short form and one for the full one. */
	static int count(int brief, int full) {
		return (CURRENT == FULL) ? full : brief;
	}

	/** One time for the short form and one for the full one, in seconds. */
	static Duration seconds(double brief, double full) {
		return Duration.ofMillis(Math.round(1000 * ((CURRENT == FULL) ? full : brief)));
	}

	/** How often each day is lived through. */
	static int repeats() {
		return Integer.getInteger("bad-days.repeats", 1);
	}

}
