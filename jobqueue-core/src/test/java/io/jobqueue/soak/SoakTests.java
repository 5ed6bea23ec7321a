package io.jobqueue.soak;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.jobqueue.JobStatus;
import io.jobqueue.QueueInfo;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.jdbc.JdbcStoreBackend;
import io.jobqueue.store.jdbc.access.JdbcStoreOptions;
import io.jobqueue.store.jdbc.schema.JdbcSchema;
import io.jobqueue.store.redis.RedisStoreBackend;
import io.jobqueue.testsupport.TestPostgres;
import io.jobqueue.testsupport.TestRedis;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ended jobs stay within their bounds, and the store as large as it is, however long a
 * worker drains at full speed. The full form takes ten minutes a store.
 */
@Tag("bad-day")
class SoakTests {

	private static final boolean FULL = "full".equals(System.getProperty("bad-days.form"));

	private static final Duration PART = FULL ? Duration.ofMinutes(1) : Duration.ofSeconds(3);

	private static final int PARTS = FULL ? 10 : 6;

	/** What a worker may keep beyond a bound: {@code PruneBehind} has 2,000. */
	private static final long BEYOND = 2_500;

	private static final long MEGABYTE = 1024 * 1024;

	@Test
	void redisKeepsWhatItsBoundsSay() {
		try (TestRedis redis = TestRedis.start()) {
			List<Long> memory = soak(new RedisStoreBackend(redis.connectionFactory(), "soak"), () -> {
				try (RedisConnection connection = redis.connectionFactory().getConnection()) {
					String used = connection.serverCommands().info("memory").getProperty("used_memory");
					return Map.of("used_memory", Long.parseLong(used));
				}
			});
			assertThat(memory).allMatch((bytes) -> bytes < 30 * MEGABYTE);
		}
	}

	@Test
	void postgresKeepsWhatItsBoundsSay() {
		try (HikariDataSource pool = TestPostgres.pool(10)) {
			String prefix = "soak_";
			JdbcSchema schema = JdbcSchema.of(pool, prefix);
			new ResourceDatabasePopulator(new ByteArrayResource(schema.script().getBytes(StandardCharsets.UTF_8)))
				.execute(pool);
			StoreBackend store = new JdbcStoreBackend(pool, JdbcStoreOptions.DEFAULT.withTablePrefix(prefix));
			List<Long> sizes = soak(store, () -> tables(new JdbcTemplate(pool), prefix));
			if (FULL) {
				// Vacuum comes once a minute.
				long early = sizes.subList(0, 3).stream().mapToLong(Long::longValue).max().getAsLong();
				assertThat(sizes.get(sizes.size() - 1)).isLessThan(2 * early);
			}
		}
	}

	private static Map<String, Long> tables(JdbcTemplate jdbc, String prefix) {
		Map<String, Long> sizes = new LinkedHashMap<>();
		for (String table : List.of("job", "past", "ready", "running", "count")) {
			sizes.put(table, Objects.requireNonNull(
					jdbc.queryForObject("select pg_total_relation_size(to_regclass(?))", Long.class, prefix + table)));
		}
		return sizes;
	}

	/** Answers the size of the store after each part. */
	private static List<Long> soak(StoreBackend store, Supplier<Map<String, Long>> sizes) {
		List<Long> totals = new ArrayList<>();
		try (BusyApplication application = new BusyApplication(store)) {
			application.start();
			long before = 0;
			for (int part = 1; part <= PARTS; part++) {
				awaitPart(store);
				QueueInfo queue = store.queries().queue(BusyApplication.QUEUE);
				Map<String, Long> size = sizes.get();
				long ended = application.ended();
				System.out.printf("%s: %,d jobs/s, kept %s, %s%n", PART.multipliedBy(part),
						(ended - before) / PART.toSeconds(), ended(queue), kilobytes(size));
				before = ended;
				totals.add(size.values().stream().mapToLong(Long::longValue).sum());
			}
			assertThat(application.ended()).isGreaterThan(5 * BusyApplication.BOUND);
		}
		assertThat(store.queries().queue(BusyApplication.QUEUE).size(JobStatus.SUCCESS))
			.isLessThanOrEqualTo(BusyApplication.BOUND);
		return totals;
	}

	/** The bounds hold at each moment of it. */
	private static void awaitPart(StoreBackend store) {
		Callable<Boolean> bounded = () -> ended(store.queries().queue(BusyApplication.QUEUE)).values()
			.stream()
			.allMatch((kept) -> kept <= BusyApplication.BOUND + BEYOND);
		Awaitility.await()
			.pollInterval(Duration.ofSeconds(1))
			.during(PART)
			.atMost(PART.plusMinutes(1))
			.failFast("More is kept than the bounds say", () -> !bounded.call())
			.until(bounded);
	}

	private static Map<JobStatus, Long> ended(QueueInfo queue) {
		Map<JobStatus, Long> ended = new LinkedHashMap<>();
		for (JobStatus status : JobStatus.values()) {
			if (status.isEnd() && queue.size(status) > 0) {
				ended.put(status, queue.size(status));
			}
		}
		return ended;
	}

	private static Map<String, String> kilobytes(Map<String, Long> sizes) {
		Map<String, String> text = new LinkedHashMap<>();
		sizes.forEach((name, bytes) -> text.put(name, "%,d KB".formatted(bytes / 1024)));
		return text;
	}

}
