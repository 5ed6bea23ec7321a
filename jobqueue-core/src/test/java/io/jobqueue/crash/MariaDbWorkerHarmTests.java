package io.jobqueue.crash;

class MariaDbWorkerHarmTests extends WorkerHarms {

	@Override
	CrashStore store(Scene scene) {
		return DatabaseCrashStore.onMariaDb();
	}

}
