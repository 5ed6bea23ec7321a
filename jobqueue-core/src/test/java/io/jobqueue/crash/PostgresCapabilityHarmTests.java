package io.jobqueue.crash;

class PostgresCapabilityHarmTests extends CapabilityHarms {

	@Override
	CrashStore store(Scene scene) {
		return DatabaseCrashStore.onPostgres();
	}

}
