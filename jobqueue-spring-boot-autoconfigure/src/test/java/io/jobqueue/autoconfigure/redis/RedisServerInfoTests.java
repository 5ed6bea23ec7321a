package io.jobqueue.autoconfigure.redis;

import io.jobqueue.testsupport.TestRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RedisServerInfoTests {

	@ParameterizedTest
	@ValueSource(strings = { "6.0.16", "5.0", "6.1.999", "2.8.24" })
	void versionsBefore62AreTooOld(String version) {
		assertThat(new RedisServerInfo(version, null).isTooOld()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "6.2.0", "6.2", "7.0.15", "8.2.1-rc1", "10.0" })
	void versionsFrom62OnServe(String version) {
		assertThat(new RedisServerInfo(version, null).isTooOld()).isFalse();
	}

	@Test
	void anUnknownVersionIsNotHeldAgainstTheServer() {
		assertThat(new RedisServerInfo(null, null).isTooOld()).isFalse();
		assertThat(new RedisServerInfo(null, null).evicts()).isFalse();
	}

	@Test
	@Tag("process")
	void aServerTellsItsVersionAndPolicy() {
		RedisServerInfo facts = RedisServerInfo.read(TestRedis.shared().connectionFactory());
		assertThat(facts.version()).matches("\\d+\\.\\d+.*");
		assertThat(facts.evictionPolicy()).isEqualTo("noeviction");
	}

}
