package io.jobqueue.crash;

class PostgresScheduleHarmTests extends ScheduleHarms {

	@Override
	CrashStore store(Scene scene) {
		return DatabaseCrashStore.onPostgres();
	}

}
