package io.jobqueue.crash;

import io.jobqueue.testsupport.RedisProcess;

class RedisFlowHarmTests extends FlowHarms {

	@Override
	CrashStore store(Scene scene) {
		return RedisCrashStore.on(scene.use(RedisProcess.server(scene.directory())));
	}

}
