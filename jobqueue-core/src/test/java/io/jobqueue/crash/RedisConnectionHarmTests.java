package io.jobqueue.crash;

import java.time.Duration;

import io.jobqueue.testsupport.RedisProcess;

class RedisConnectionHarmTests extends ConnectionHarms {

	@Override
	CrashStore store(Scene scene) {
		return RedisCrashStore.on(scene.use(RedisProcess.server(scene.directory())));
	}

	@Override
	Duration lateness() {
		return Duration.ofMillis(100);
	}

}
