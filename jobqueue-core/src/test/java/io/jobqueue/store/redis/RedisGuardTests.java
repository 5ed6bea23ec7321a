package io.jobqueue.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.jobqueue.JobStatus;
import io.jobqueue.store.error.NewerReleaseException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.redis.access.Key;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisFormat;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.testsupport.TestRedis;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A queue or a namespace that a newer release wrote is left alone.
 */
@Tag("process")
class RedisGuardTests {

	private static final String QUEUE = "q";

	private static final Pattern WRITE = Pattern
		.compile("call\\('(HSET|HSETNX|HDEL|HINCRBY|ZADD|ZREM|ZPOPMIN|SADD|SREM|SPOP"
				+ "|SET|SETRANGE|PERSIST|DEL|EXPIRE|PUBLISH|XADD|XTRIM|RPUSH|LTRIM)'");

	private final String namespace = TestRedis.namespace();

	private final QueueKeys keys = new QueueKeys(this.namespace, QUEUE);

	private final RedisStoreBackend store = new RedisStoreBackend(TestRedis.shared().connectionFactory(),
			this.namespace);

	private final NewJob job = TestJobs.job(QUEUE, "1");

	@BeforeEach
	void insert() {
		this.store.intake().insert(List.of(this.job));
	}

	/** Some write into no queue. */
	@ParameterizedTest
	@EnumSource(value = Script.class,
			names = { "LEAVE", "ACQUIRE", "APPEND_ACT", "PRUNE_ACTS", "CHANGE_FLOW", "PUT_FLOW_PART", "LIST_FLOW",
					"DUE_FLOWS", "LOOKED_AT_FLOW", "FORGET_FLOWS", "ASK_STACK", "TAKE_STACKS", "DRAINS" },
			mode = EnumSource.Mode.EXCLUDE)
	void everyScriptThatWritesLooksBeforeWhetherItMay(Script script) {
		String source = new String(script.source(), StandardCharsets.UTF_8);
		if (WRITE.matcher(source).find()) {
			assertThat(source.indexOf("JOBQUEUE_NEEDS")).isPositive()
				.isLessThan(WRITE.matcher(source).results().findFirst().orElseThrow().start());
		}
	}

	@Test
	void queueThatNeedsANewerReleaseIsNotServedAndKeepsItsJobs() {
		NewJob running = TestJobs.job(QUEUE, "2");
		this.store.intake().insert(List.of(running));
		ClaimedJob claimed = claim(1);
		need(RedisFormat.QUEUE + 1);
		assertThatExceptionOfType(NewerReleaseException.class).isThrownBy(() -> claim(10))
			.withMessageContaining("Queue 'q' needs a release of jobqueue of level 2")
			.withMessageContaining("this one has level 1");
		assertRefused(() -> this.store.intake().insert(List.of(TestJobs.job(QUEUE, "3"))));
		assertRefused(() -> this.store.feed().finish(QUEUE, "w", List.of(Outcome.success(claimed, null))));
		assertRefused(() -> this.store.actions().cancel(this.job.id()));
		assertRefused(() -> this.store.actions().delete(this.job.id()));
		assertRefused(() -> this.store.maintenance().promote(QUEUE, 10));
		this.store.feed().leave("other", List.of(QUEUE));
		assertThat(this.store.queries().queue(QUEUE).sizes()).containsEntry(JobStatus.QUEUED, 1L)
			.containsEntry(JobStatus.STARTED, 1L);
		need(RedisFormat.QUEUE);
		this.store.feed().finish(QUEUE, "w", List.of(Outcome.success(claimed, null)));
		assertThat(claim(10).id()).isEqualTo(running.id());
	}

	@Test
	void jobThatOnlyANewerReleaseCanReadIsRefusedAndNotTakenForOneThatIsGone() {
		Outcome outcome = Outcome.end(claim(1), JobStatus.ABORTED, null);
		need(RedisFormat.QUEUE + 1);
		try (var connection = TestRedis.shared().connectionFactory().getConnection()) {
			connection.hashCommands()
				.hSet(this.keys.of(Key.STATE), RedisText.bytes(this.job.id()), RedisText.bytes("2|new|form"));
		}
		assertRefused(() -> this.store.actions().cancel(this.job.id()));
		assertRefused(() -> this.store.feed().finish(QUEUE, "w", List.of(outcome)));
	}

	@Test
	void queueThatNeedsThisReleaseMayBeForgotten() {
		need(RedisFormat.QUEUE);
		this.store.actions().delete(this.job.id());
		assertThat(this.store.maintenance().prune(QUEUE, Map.of(), 10).forgotten()).isTrue();
	}

	@Test
	void namespaceOfANewerFormatIsRefused() {
		set("2");
		RedisStoreBackend other = new RedisStoreBackend(TestRedis.shared().connectionFactory(), this.namespace);
		assertThatExceptionOfType(NewerReleaseException.class).isThrownBy(other::requireFormat)
			.withMessageContaining("namespace '" + this.namespace + "' in Redis have format 2")
			.withMessageContaining("reads format 1 and older")
			.withMessageContaining("jobqueue.namespace");
		assertRefused(() -> other.intake().insert(List.of(TestJobs.job(QUEUE, "3"))));
		assertRefused(() -> other.feed().claim(new ClaimRequest(QUEUE, "w", 1, Duration.ofMinutes(1))));
		set("what");
		assertRefused(other::requireFormat);
		set("1");
		other.requireFormat();
	}

	@Test
	void formatIsNotedWithTheFirstQueue() {
		try (var connection = TestRedis.shared().connectionFactory().getConnection()) {
			assertThat(connection.stringCommands().get(RedisText.bytes(this.namespace + ":format")))
				.isEqualTo(RedisText.bytes(RedisFormat.NAMESPACE));
		}
	}

	private static void assertRefused(Runnable call) {
		assertThatExceptionOfType(NewerReleaseException.class).isThrownBy(call::run)
			.satisfies((ex) -> assertThat(ex.hadNoEffect()).isTrue());
	}

	private ClaimedJob claim(int limit) {
		return this.store.feed().claim(new ClaimRequest(QUEUE, "w", limit, Duration.ofMinutes(1))).jobs().get(0);
	}

	private void need(int level) {
		try (var connection = TestRedis.shared().connectionFactory().getConnection()) {
			connection.hashCommands().hSet(this.keys.of(Key.META), RedisText.bytes("needs"), RedisText.bytes(level));
		}
	}

	private void set(String format) {
		try (var connection = TestRedis.shared().connectionFactory().getConnection()) {
			connection.stringCommands().set(RedisText.bytes(this.namespace + ":format"), RedisText.bytes(format));
		}
	}

}
