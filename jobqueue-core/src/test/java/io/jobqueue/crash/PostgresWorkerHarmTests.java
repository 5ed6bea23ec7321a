package io.jobqueue.crash;

class PostgresWorkerHarmTests extends WorkerHarms {

	@Override
	CrashStore store(Scene scene) {
		return DatabaseCrashStore.onPostgres();
	}

}
