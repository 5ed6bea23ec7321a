package io.jobqueue.crash;

import java.time.Duration;

class PostgresConnectionHarmTests extends ConnectionHarms {

	@Override
	CrashStore store(Scene scene) {
		return DatabaseCrashStore.onPostgres();
	}

	@Override
	Duration lateness() {
		// A claim is some ten statements.
		return Duration.ofMillis(25);
	}

}
