package io.jobqueue.crash;

import java.time.Duration;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * In the full form alone, since PostgreSQL stands for the databases in the short one.
 */
@EnabledIfSystemProperty(named = "bad-days.form", matches = "full")
class MariaDbConnectionHarmTests extends ConnectionHarms {

	@Override
	CrashStore store(Scene scene) {
		return DatabaseCrashStore.onMariaDb();
	}

	@Override
	Duration lateness() {
		// A claim is some ten statements.
		return Duration.ofMillis(25);
	}

}
