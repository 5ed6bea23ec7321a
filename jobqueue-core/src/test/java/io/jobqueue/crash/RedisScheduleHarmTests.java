package io.jobqueue.crash;

import io.jobqueue.testsupport.RedisProcess;

class RedisScheduleHarmTests extends ScheduleHarms {

	@Override
	CrashStore store(Scene scene) {
		return RedisCrashStore.on(scene.use(RedisProcess.server(scene.directory())));
	}

}
