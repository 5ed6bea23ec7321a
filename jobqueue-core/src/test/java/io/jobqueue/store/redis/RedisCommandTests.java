package io.jobqueue.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;

import io.jobqueue.Limit;
import io.jobqueue.Rate;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Exchange;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.testsupport.TestRedis;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many commands operations cost Redis, those inside of scripts included. On a busy
 * machine that is a better measure than time.
 */
@Tag("process")
class RedisCommandTests {

	private static final String QUEUE = "q";

	private static TestRedis redis;

	private StoreBackend store;

	@BeforeAll
	static void start() {
		redis = TestRedis.start();
	}

	@AfterAll
	static void stop() {
		redis.close();
	}

	@BeforeEach
	void insertFirst() {
		this.store = new RedisStoreBackend(redis.connectionFactory(), TestRedis.namespace());
		// The first call of a script loads it.
		insert(1);
		finish(exchange(List.of(), 1).claimed().jobs());
		insert(1);
		exchange(exchange(List.of(), 1).claimed().jobs(), 1);
	}

	@Test
	void insertIsOneTripThatAlsoWakesAWorker() {
		Map<String, Integer> commands = commands(() -> insert(1));
		// Time, the queue's own fields, marks, the job before, the job, its place; then
		// the wake.
		assertThat(commands).containsEntry("evalsha", 1).containsEntry("publish", 1);
		assertThat(total(commands)).isLessThanOrEqualTo(8);
		Map<String, Integer> unheard = commands(() -> insert(1));
		assertThat(unheard).containsEntry("evalsha", 1).doesNotContainKey("publish");
		assertThat(total(unheard)).isLessThanOrEqualTo(7);
	}

	@Test
	void plainJobIsClaimedAndFinishedByFewCommands() {
		insert(1);
		List<ClaimedJob> held = new ArrayList<>();
		assertThat(total(commands(() -> held.addAll(exchange(List.of(), 10).claimed().jobs()))))
			.isLessThanOrEqualTo(10);
		assertThat(total(commands(() -> finish(held)))).isLessThanOrEqualTo(8);
		insert(9);
		held.clear();
		assertThat(total(commands(() -> held.addAll(exchange(List.of(), 10).claimed().jobs()))))
			.isLessThanOrEqualTo(11);
		assertThat(held).hasSize(9);
		assertThat(total(commands(() -> finish(held)))).isLessThanOrEqualTo(8);
	}

	@Test
	void plainJobBesideJobsThatWaitForTheirTimeCostsLittleMore() {
		this.store.intake().insert(List.of(TestJobs.job(TestJobs.id(QUEUE), QUEUE, "1", 0, 3_600_000)));
		insert(1);
		assertThat(total(commands(() -> assertThat(exchange(List.of(), 10).claimed().jobs()).hasSize(1))))
			.isLessThanOrEqualTo(13);
	}

	@Test
	void claimThatFindsNothingIsOfFewCommands() {
		assertThat(total(commands(() -> exchange(List.of(), 10)))).isLessThanOrEqualTo(8);
	}

	@Test
	void exchangeOfOneJobForTheNextIsOneTrip() {
		insert(2);
		List<ClaimedJob> held = exchange(List.of(), 1).claimed().jobs();
		Map<String, Integer> commands = commands(() -> exchange(held, 1));
		assertThat(commands).containsEntry("evalsha", 1).doesNotContainKeys("publish", "hincrby");
		assertThat(total(commands)).isLessThanOrEqualTo(14);
	}

	@Test
	void jobsOfABatchShareTheirCommands() {
		insert(220);
		List<ClaimedJob> one = exchange(List.of(), 1).claimed().jobs();
		int first = total(commands(() -> assertThat(exchange(one, 100).claimed().jobs()).hasSize(100)));
		assertThat(first).isLessThanOrEqualTo(19);
		List<ClaimedJob> many = exchange(List.of(), 100).claimed().jobs();
		assertThat(many).hasSize(100);
		assertThat(total(commands(() -> exchange(many, 10)))).isLessThanOrEqualTo(first);
	}

	@Test
	void blockedJobsInFrontCostAClaimNothing() {
		limit("tenant=full", Limit.ofMaxRunning(0));
		insertUnder(1, "tenant=full");
		insertUnder(60, "tenant=free");
		// The first claim parks the lane.
		claimFive();
		int one = total(commands(this::claimFive));
		for (int i = 0; i < 20; i++) {
			insertUnder(250, "tenant=full");
		}
		assertThat(total(commands(this::claimFive))).isEqualTo(one);
	}

	private void claimFive() {
		assertThat(exchange(List.of(), 5).claimed().jobs()).hasSize(5);
	}

	@Test
	void claimsOfManyLanesAreBoundedByTheirNumberAndThatOfTheirLimits() {
		limit("task:send", Limit.ofMaxRunning(1000));
		limit("tenant", Limit.ofMaxRunning(1));
		limit("region", Limit.ofRate(Rate.of("1000/1s")));
		for (int lane = 0; lane < 100; lane++) {
			insertUnder(3, "task:send", "tenant=" + lane, "region=" + lane % 10);
		}
		Map<String, Integer> commands = commands(
				() -> assertThat(exchange(List.of(), 25).claimed().jobs()).hasSize(25));
		// For each lane: its head, the slots of its value, where it is parked and by
		// which lane it is followed.
		assertThat(total(commands)).isLessThanOrEqualTo(40 + 7 * 25);
	}

	@Test
	void claimThatFindsAllLanesFullIsBounded() {
		limit("task:send", Limit.ofMaxRunning(1));
		for (int lane = 0; lane < 100; lane++) {
			insertUnder(1, "task:send", "tenant=" + lane);
		}
		List<ClaimedJob> held = exchange(List.of(), 1).claimed().jobs();
		assertThat(held).hasSize(1);
		// Two rounds of at most 50 lanes, of which the first is asked for its limits and
		// each is parked.
		assertThat(total(commands(() -> assertThat(exchange(List.of(), 50).claimed().jobs()).isEmpty())))
			.isLessThanOrEqualTo(40 + 2 * 50 * 4);
		assertThat(total(commands(() -> exchange(List.of(), 50)))).isLessThanOrEqualTo(40 + 2 * 50 * 4);
		exchange(List.of(), 50);
		assertThat(total(commands(() -> exchange(List.of(), 50)))).isLessThanOrEqualTo(30);
		assertThat(exchange(held, 1).claimed().jobs()).hasSize(1);
	}

	@Test
	void workerOfAFullQueueWithACooledLaneIsNotToClaimAtOnce() {
		limit("", Limit.ofMaxRunning(1));
		limit("tenant", Limit.ofRate(Rate.of("1/1h")));
		insertUnder(3, "tenant=acme");
		insertUnder(3, "tenant=beta");
		assertThat(exchange(List.of(), 1).claimed().jobs()).hasSize(1);
		for (int i = 0; i < 5; i++) {
			ClaimResult result = exchange(List.of(), 1).claimed();
			assertThat(result.jobs()).isEmpty();
			assertThat(result.nextDue()).isNull();
		}
	}

	@Test
	void workerOfCooledLanesIsToClaimOnceTheRateAllowsIt() {
		limit("tenant", Limit.ofRate(Rate.of("1/1h")));
		insertUnder(3, "tenant=acme");
		assertThat(exchange(List.of(), 1).claimed().jobs()).hasSize(1);
		for (int i = 0; i < 5; i++) {
			ClaimResult result = exchange(List.of(), 1).claimed();
			assertThat(result.jobs()).isEmpty();
			assertThat(result.nextDue()).isGreaterThan(Duration.ofMinutes(50));
		}
	}

	private void limit(String name, Limit limit) {
		this.store.part(QueueRulesStore.class)
			.update(QUEUE, (QueueRules rules) -> rules.withOperatorLimit(name, limit));
	}

	private void insert(int count) {
		this.store.intake().insert(TestJobs.jobs(QUEUE, count, "1"));
	}

	private void insertUnder(int count, String... limits) {
		List<NewJob> jobs = IntStream.range(0, count)
			.mapToObj((i) -> TestJobs.job(QUEUE, "1").withTraits(JobTraits.NONE.withLimits(List.of(limits))))
			.toList();
		this.store.intake().insert(jobs);
	}

	private Exchange exchange(List<ClaimedJob> done, int limit) {
		return this.store.feed().exchange(new ClaimRequest(QUEUE, "w", limit, Duration.ofMinutes(1)), successes(done));
	}

	private void finish(List<ClaimedJob> done) {
		this.store.feed().finish(QUEUE, "w", successes(done));
	}

	private static List<Outcome> successes(List<ClaimedJob> done) {
		return done.stream().map((job) -> Outcome.success(job, null)).toList();
	}

	/** The commands that an action makes Redis do, by name. */
	private static Map<String, Integer> commands(Runnable action) {
		try (RedisConnection connection = redis.connectionFactory().getConnection()) {
			connection.serverCommands().resetConfigStats();
			action.run();
			Properties stats = connection.serverCommands().info("commandstats");
			Map<String, Integer> commands = new HashMap<>();
			for (String name : stats.stringPropertyNames()) {
				String command = name.replace("cmdstat_", "");
				if (!command.startsWith("config") && !command.equals("info")) {
					commands.put(command,
							Integer.parseInt(stats.getProperty(name).replaceFirst("calls=(\\d+),.*", "$1")));
				}
			}
			return commands;
		}
	}

	private static int total(Map<String, Integer> commands) {
		return commands.values().stream().mapToInt(Integer::intValue).sum();
	}

}
