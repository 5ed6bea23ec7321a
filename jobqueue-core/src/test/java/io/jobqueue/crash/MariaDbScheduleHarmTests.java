package io.jobqueue.crash;

class MariaDbScheduleHarmTests extends ScheduleHarms {

	@Override
	CrashStore store(Scene scene) {
		return DatabaseCrashStore.onMariaDb();
	}

}
