package io.jobqueue.store.redis;

import java.util.List;

import io.jobqueue.store.StoreFullException;
import io.jobqueue.store.StoreUnavailableException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisScriptingCommands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Answers and refusals that a real server gives only on the worst of days.
 */
class RedisAccessTests {

	private final RedisConnectionFactory factory = mock();

	private final RedisAccess redis = new RedisAccess(this.factory, "test");

	@Test
	void partsOfTwoAnswersAreRefused() {
		answer(List.of(1L, List.of(0L)));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> ask(2))
			.withMessageContaining("insert jobs");
	}

	@Test
	void answerForFewerThanAskedIsRefused() {
		answer(List.of(1L));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> ask(2));
	}

	@Test
	void wholeAnswerIsGiven() {
		answer(List.of(1L, 0L));
		assertThat(ask(2)).containsExactly(1L, 0L);
	}

	@ParameterizedTest
	@ValueSource(strings = { "NOPERM this user has no permissions", "NOAUTH Authentication required.",
			"READONLY You can't write against a read only replica.", "LOADING Redis is loading the dataset in memory" })
	void refusalThatMayPassIsUnavailable(String answer) {
		assertThat(RedisFailures.translate("finish jobs", failure(answer)))
			.isExactlyInstanceOf(StoreUnavailableException.class);
	}

	@Test
	void refusalThatStaysSaysWhatRedisSaid() {
		assertThat(RedisFailures.translate("finish jobs", failure("WRONGTYPE Operation against a key")))
			.isNotInstanceOf(StoreUnavailableException.class)
			.hasMessageContaining("WRONGTYPE");
	}

	@Test
	void refusalForWantOfMemoryIsFull() {
		assertThat(RedisFailures.translate("insert jobs", failure("OOM command not allowed when used memory")))
			.isInstanceOf(StoreFullException.class);
	}

	private static RedisSystemException failure(String answer) {
		return new RedisSystemException("Error in execution", new IllegalArgumentException(answer));
	}

	private List<Object> ask(int count) {
		return this.redis.answers(count, Script.INSERT, this.redis.keys("q"), List.of(), List.of());
	}

	private void answer(List<Object> answer) {
		RedisConnection connection = mock();
		RedisScriptingCommands scripts = mock();
		given(this.factory.getConnection()).willReturn(connection);
		given(connection.scriptingCommands()).willReturn(scripts);
		given(scripts.evalSha(anyString(), any(), anyInt(), any(byte[][].class))).willReturn(answer);
	}

}
