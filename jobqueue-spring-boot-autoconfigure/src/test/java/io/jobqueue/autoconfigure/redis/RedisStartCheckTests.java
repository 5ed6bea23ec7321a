package io.jobqueue.autoconfigure.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.jobqueue.testsupport.TestRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
@Tag("process")
class RedisStartCheckTests {

	@Test
	void aServerThatEvictsIsAnErrorInTheLogAndInHealth(CapturedOutput output) {
		try (TestRedis redis = TestRedis.start("maxmemory-policy allkeys-lru")) {
			RedisStartCheck check = check(redis.connectionFactory(), "there", Duration.ofSeconds(10));
			check.afterSingletonsInstantiated();
			assertThat(output).contains("ERROR").contains("maxmemory-policy 'allkeys-lru'");
			assertThat(check.details()).containsEntry("maxmemoryPolicy",
					"allkeys-lru: jobs can be lost, set it to noeviction");
		}
	}

	@Test
	void aServerThatHidesInfoIsUsed(CapturedOutput output) {
		try (TestRedis redis = TestRedis.start("rename-command INFO \"\"")) {
			check(redis.connectionFactory(), "there", Duration.ofSeconds(10)).afterSingletonsInstantiated();
			assertThat(output).contains("Redis at there does not allow INFO");
		}
	}

	@Test
	void aServerThatSaysNothingHoldsTheStartUpForABoundedTime() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			LettuceConnectionFactory factory = new LettuceConnectionFactory("127.0.0.1", silent.getLocalPort());
			factory.afterPropertiesSet();
			factory.start();
			RedisStartCheck check = check(factory, "127.0.0.1:1", Duration.ofMillis(200));
			assertThatExceptionOfType(RedisUnusableException.class).isThrownBy(check::afterSingletonsInstantiated)
				.withMessageContaining("Redis at 127.0.0.1:1 does not answer within");
			factory.destroy();
		}
	}

	@Test
	void aPasswordThatIsMissingIsTheFirstAdvice() {
		try (TestRedis redis = TestRedis.start("requirepass secret")) {
			RedisStartCheck check = check(redis.connectionFactory(), "there", Duration.ofSeconds(10));
			assertThatExceptionOfType(RedisUnusableException.class).isThrownBy(check::afterSingletonsInstantiated)
				.withMessageContaining("NOAUTH")
				.satisfies((ex) -> assertThat(ex.action().lines().skip(1).findFirst().orElseThrow())
					.contains("refuses the credentials", "spring.data.redis.password"));
		}
	}

	@Test
	void aProcessThatIsSlowIsNotTakenForAServerThatIsSilent() throws Exception {
		AtomicInteger turns = new AtomicInteger();
		TimeLimitedCheck<String> question = new TimeLimitedCheck<>("busy", () -> {
			long end = System.nanoTime() + Duration.ofMillis(600).toNanos();
			while (System.nanoTime() < end) {
				turns.incrementAndGet();
			}
			return "answered";
		});
		assertThat(question.ask(Duration.ofMillis(100))).isEqualTo("answered");
		assertThat(turns.get()).isPositive();
	}

	@Test
	void descriptionEndsWithOneFullStop() {
		RedisUnusableException refused = new RedisUnusableException("localhost:6379",
				"cannot be used: WRONGPASS user is disabled.", "Check it", null);

		assertThat(new RedisUnusableFailureAnalyzer().analyze(refused, refused).getDescription())
			.endsWith("user is disabled.")
			.doesNotEndWith("..");
	}

	private static RedisStartCheck check(LettuceConnectionFactory factory, String address, Duration timeout) {
		return new RedisStartCheck(new JobRedis(factory, address, false), timeout);
	}

}
