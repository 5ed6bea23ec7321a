package io.jobqueue.crash;

class PostgresFlowHarmTests extends FlowHarms {

	@Override
	CrashStore store(Scene scene) {
		return DatabaseCrashStore.onPostgres();
	}

}
