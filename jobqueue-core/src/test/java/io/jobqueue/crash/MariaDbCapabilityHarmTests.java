package io.jobqueue.crash;

class MariaDbCapabilityHarmTests extends CapabilityHarms {

	@Override
	CrashStore store(Scene scene) {
		return DatabaseCrashStore.onMariaDb();
	}

}
