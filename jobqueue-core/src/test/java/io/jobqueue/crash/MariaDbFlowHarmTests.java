package io.jobqueue.crash;

class MariaDbFlowHarmTests extends FlowHarms {

	@Override
	CrashStore store(Scene scene) {
		return DatabaseCrashStore.onMariaDb();
	}

}
