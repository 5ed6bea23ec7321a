package io.jobqueue.store.redis.access;

import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.PartitionSelectorException;
import io.lettuce.core.cluster.models.partitions.Partitions;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.PoolException;
import java.util.List;

import io.jobqueue.store.error.StoreFullException;
import io.jobqueue.store.error.StoreUnavailableException;

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

	static Stream<RuntimeException> failuresThatMayPass() {
		return Stream.of(new RedisSystemException("Unknown redis exception", new CancellationException()),
				new CancellationException(), new RedisSystemException("Unknown redis exception", null),
				new RedisCommandInterruptedException(new InterruptedException()), new RedisException("closed"),
				new RedisCommandTimeoutException("timed out"), new QueryTimeoutException("Redis command timed out"),
				new RedisConnectionFailureException("Unable to connect to Redis"),
				new RedisConnectionException("SSL handshake failed"), new PoolException("no resource"),
				new PartitionSelectorException("no node", new Partitions()),
				new RejectedExecutionException("event executor terminated"),
				new IllegalStateException("LettuceConnectionFactory has been STOPPED"),
				new RedisSystemException("Redis exception", new ExecutionException(new ClosedChannelException())));
	}

	@ParameterizedTest
	@MethodSource("failuresThatMayPass")
	void failureWithoutAnAnswerMayPass(RuntimeException failure) {
		assertThat(RedisFailures.translate("claim jobs", failure)).isExactlyInstanceOf(StoreUnavailableException.class)
			.hasMessageNotContaining("null")
			.hasCause(failure)
			.returns(false, (known) -> ((StoreUnavailableException) known).hadNoEffect());
	}

	@Test
	void refusalThatMayPassAndWantOfAConnectionHadNoEffect() {
		assertThat(RedisFailures.translate("insert jobs", failure("MISCONF Redis is configured to save")))
			.isInstanceOfSatisfying(StoreUnavailableException.class,
					(known) -> assertThat(known.hadNoEffect()).isTrue());
		given(this.factory.getConnection())
			.willThrow(new RedisConnectionFailureException("Unable to connect to Redis"));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> ask(1))
			.satisfies((known) -> assertThat(known.hadNoEffect()).isTrue());
	}

	@ParameterizedTest
	@ValueSource(classes = { NullPointerException.class, ClassCastException.class })
	void errorInTheUseOfAnAnswerDoesNotPass(Class<? extends RuntimeException> type) throws Exception {
		assertThat(RedisFailures.translate("claim jobs", type.getConstructor().newInstance()))
			.isNotInstanceOf(StoreUnavailableException.class)
			.hasMessageContaining(type.getName());
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
