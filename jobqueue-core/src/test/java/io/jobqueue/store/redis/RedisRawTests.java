package io.jobqueue.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

import io.jobqueue.JobQueueException;
import io.jobqueue.JobStatus;
import io.jobqueue.RawQueueInfo.DeadItem;
import io.jobqueue.RawQueueType;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.error.NewerReleaseException;
import io.jobqueue.store.error.StoreFullException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.raw.RawEntry;
import io.jobqueue.store.raw.RawLookRequest;
import io.jobqueue.store.raw.RawMove;
import io.jobqueue.store.raw.RawOutcome;
import io.jobqueue.store.raw.RawSource;
import io.jobqueue.store.raw.RawStore;
import io.jobqueue.testsupport.TestRedis;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What other programs can do to raw queues in Redis. */
@Tag("process")
class RedisRawTests {

	private static final String QUEUE = "q";

	private static final RawSource LIST = new RawSource("inbox", RawQueueType.LIST, QUEUE);

	private final String namespace = TestRedis.namespace();

	private TestRedis redis = TestRedis.shared();

	private StoreBackend store = new RedisStoreBackend(this.redis.connectionFactory(), this.namespace);

	private RawStore raw = this.store.part(RawStore.class);

	private final RedisForeignProgram program = new RedisForeignProgram(this.namespace, this.redis.connectionFactory());

	private List<RawEntry> look(RawSource source) {
		return this.raw.look(source, new RawLookRequest(100, 500, 256 * 1024)).entries();
	}

	private List<RawOutcome> move(RawSource source) {
		return this.raw.move(source,
				look(source).stream().map((entry) -> RawMove.job(entry, TestJobs.job(QUEUE, entry.text()))).toList());
	}

	@Test
	void locationIsTheKeyThatOtherProgramsUse() {
		assertThat(this.raw.location(LIST)).isEqualTo("{" + this.namespace + ":q}:raw:inbox")
			.isEqualTo(this.program.key(LIST));
	}

	@ParameterizedTest
	@EnumSource(RawQueueType.class)
	void keyOfAnotherTypeIsReportedWithTheWayOut(RawQueueType type) {
		RawSource source = new RawSource("inbox", type, QUEUE);
		byte[] key = this.program.key(source).getBytes(StandardCharsets.UTF_8);
		try (RedisConnection connection = this.redis.connectionFactory().getConnection()) {
			connection.stringCommands().set(key, key);
		}
		List<Runnable> calls = List.of(() -> look(source), () -> this.raw.push(source, List.of("1")),
				() -> this.raw.state(source, 1));
		assertThat(calls).allSatisfy((call) -> assertThatExceptionOfType(JobQueueException.class).isThrownBy(call::run)
			.withMessageContaining(
					"The key '" + this.program.key(source) + "' of raw queue 'inbox' is of the Redis type string")
			.withMessageContaining("'" + type.name().toLowerCase().replace('_', '-') + "'")
			.withMessageContaining("change 'jobqueue.raw-queues.inbox.type'"));
	}

	@Test
	void itemThatIsNoTextIsADeadItem() {
		byte[] item = { '"', (byte) 0xff, (byte) 0xc3, '"' };
		this.program.put(LIST, item, 0);
		this.program.put(LIST, "\"ü\"", 0);
		RawEntry entry = look(LIST).get(0);
		assertThat(entry.fault()).isEqualTo("It is no text in UTF-8");
		assertThat(this.raw.move(LIST, List.of(RawMove.dead(entry, String.valueOf(entry.fault()), false))))
			.containsExactly(RawOutcome.DEAD);
		assertThat(look(LIST)).extracting(RawEntry::text).containsExactly("\"ü\"");
		assertThat(this.raw.state(LIST, 1).newestDead()).extracting(DeadItem::reason)
			.containsExactly("It is no text in UTF-8");
	}

	@Test
	void scoresAreComparedAsRedisWritesThem() {
		RawSource sorted = new RawSource("scores", RawQueueType.SORTED_SET, QUEUE);
		List<Double> scores = List.of(Double.NEGATIVE_INFINITY, -1e300, 0.1, 1_764_000_000_123.0, 1e17,
				Double.POSITIVE_INFINITY);
		for (int i = 0; i < scores.size(); i++) {
			this.program.put(sorted, String.valueOf(i), scores.get(i));
		}
		assertThat(look(sorted)).extracting(RawEntry::score).containsExactlyElementsOf(scores);
		assertThat(move(sorted)).extracting(RawOutcome::kind)
			.containsOnly(RawOutcome.Kind.MOVED)
			.hasSize(scores.size());
	}

	@Test
	void itemThatGotAnotherScoreIsLeft() {
		RawSource timed = new RawSource("timed", RawQueueType.TIMED_SET, QUEUE);
		this.program.put(timed, "1", 1);
		List<RawMove> moves = look(timed).stream()
			.map((entry) -> RawMove.job(entry, TestJobs.job(QUEUE, "1")))
			.toList();
		this.program.put(timed, "1", System.currentTimeMillis() + 3_600_000);
		assertThat(this.raw.move(timed, moves)).containsExactly(RawOutcome.LEFT);
		assertThat(this.raw.state(timed, 0).size()).isEqualTo(1);
	}

	@Test
	void deadItemsAreBounded() {
		RawSource source = new RawSource("many", RawQueueType.LIST, QUEUE);
		for (int i = 0; i < 10_050; i += 50) {
			this.raw.push(source, Collections.nCopies(50, "x"));
			this.raw.move(source, look(source).stream().map((entry) -> RawMove.dead(entry, "bad", false)).toList());
		}
		assertThat(this.raw.state(source, 0).dead()).isEqualTo(RawStore.MOST_DEAD);
	}

	@Test
	void queueOfANewerReleaseIsLeftAlone() {
		this.program.put(LIST, "1", 0);
		try (RedisConnection connection = this.redis.connectionFactory().getConnection()) {
			connection.hashCommands()
				.hSet(("{" + this.namespace + ":q}:meta").getBytes(StandardCharsets.UTF_8),
						"needs".getBytes(StandardCharsets.UTF_8), "9".getBytes(StandardCharsets.UTF_8));
		}
		assertThatExceptionOfType(NewerReleaseException.class).isThrownBy(() -> look(LIST));
		assertThatExceptionOfType(NewerReleaseException.class).isThrownBy(() -> this.raw.push(LIST, List.of("2")));
	}

	@Test
	void fullRedisTakesNoItemsAndStillMovesThem() {
		try (TestRedis own = TestRedis.start("maxmemory-policy noeviction");
				RedisConnection connection = own.connectionFactory().getConnection()) {
			this.store = new RedisStoreBackend(own.connectionFactory(), this.namespace);
			this.raw = this.store.part(RawStore.class);
			String large = "\"" + "a".repeat(30_000) + "\"";
			this.raw.push(LIST, List.of("1", large, "2"));
			connection.serverCommands().setConfig("maxmemory", "1");
			assertThatExceptionOfType(StoreFullException.class).isThrownBy(() -> this.raw.push(LIST, List.of("3")));
			while (!look(LIST).isEmpty()) {
				assertThat(move(LIST)).extracting(RawOutcome::kind).containsOnly(RawOutcome.Kind.MOVED);
			}
			assertThat(this.store.queries().queue(QUEUE).size(JobStatus.QUEUED)).isEqualTo(3);
			assertThat(this.store.feed().claim(new ClaimRequest(QUEUE, "w", 9, Duration.ofMinutes(1))).jobs())
				.extracting((job) -> job.payload())
				.containsExactly("1", large, "2");
		}
	}

}
