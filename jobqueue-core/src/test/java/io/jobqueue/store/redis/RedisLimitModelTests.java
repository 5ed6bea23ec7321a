package io.jobqueue.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.Limit;
import io.jobqueue.QueueInfo;
import io.jobqueue.Rate;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.store.redis.access.Key;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.testsupport.TestRedis;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random operations on a queue with limits. After each of them, all lanes and slots are
 * checked: no limit is exceeded, no lane is lost, and none waits for a limit that has
 * room and no turn. In the end all jobs run.
 */
class RedisLimitModelTests {

	private static final String QUEUE = "q";

	private static final String UNIT = "\u001f";

	private static final int STEPS = 150;

	private final String namespace = TestRedis.namespace();

	private final QueueKeys keys = new QueueKeys(this.namespace, QUEUE);

	private final RedisStoreBackend store = new RedisStoreBackend(TestRedis.shared().connectionFactory(),
			this.namespace);

	private final Map<String, Map<JobId, ClaimedJob>> held = new LinkedHashMap<>();

	private final List<JobId> ids = new ArrayList<>();

	private QueueRules rules = QueueRules.NONE;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void limitsHoldAfterEachStep(long seed) {
		Random random = new Random(seed);
		List.of("w1", "w2", "w3").forEach((worker) -> this.held.put(worker, new LinkedHashMap<>()));
		order((seed % 2 == 0) ? QueueRules.Order.FAIR : QueueRules.Order.FIFO);
		change((rules) -> rules.withOperatorLimit("task:a", Limit.ofMaxRunning(3))
			.withOperatorLimit("tenant", Limit.ofMaxRunning(1))
			.withOperatorLimit("slow", Limit.ofRate(new Rate(5, Duration.ofMillis(20)))));
		for (int step = 0; step < STEPS; step++) {
			Map<String, Integer> before = running();
			step(random);
			check(before, "seed " + seed + " step " + step);
		}
		drain(seed);
	}

	private void change(UnaryOperator<QueueRules> change) {
		this.rules = this.store.part(QueueRulesStore.class).update(QUEUE, change);
	}

	private void order(QueueRules.Order order) {
		change((rules) -> rules.withOrder(order, "tenant"));
	}

	private void step(Random random) {
		int draw = random.nextInt(100);
		String worker = "w" + (1 + random.nextInt(3));
		if (draw < 30) {
			insert(random);
		}
		else if (draw < 71) {
			exchange(worker, random);
		}
		else if (draw < 80) {
			act(random);
		}
		else if (draw < 90) {
			lose(worker);
		}
		else if (draw < 94) {
			order(random.nextBoolean() ? QueueRules.Order.FAIR : QueueRules.Order.FIFO);
		}
		else {
			String name = List.of("task:a", "tenant", "tenant=big", "tenant=x").get(random.nextInt(4));
			int bound = random.nextInt(5);
			change((before) -> before.withOperatorLimit(name, (bound == 4) ? null : Limit.ofMaxRunning(bound)));
		}
	}

	private void insert(Random random) {
		List<NewJob> jobs = new ArrayList<>();
		for (int i = 0; i < 1 + random.nextInt(10); i++) {
			List<String> limits = new ArrayList<>();
			if (random.nextBoolean()) {
				limits.add("task:" + (random.nextBoolean() ? "a" : "b"));
			}
			if (random.nextInt(10) < 6) {
				limits.add("tenant=" + List.of("big", "x", "y", "v" + random.nextInt(30)).get(random.nextInt(4)));
			}
			if (random.nextInt(10) == 0) {
				limits.add("slow");
			}
			JobId id = JobId.of("q-%026d".formatted(this.ids.size() + 1));
			this.ids.add(id);
			jobs.add(new NewJob(id, QUEUE, JobDetails.of("t", "1").withPriority(5 * (random.nextInt(3) - 1)),
					(random.nextInt(5) == 0) ? Duration.ofMillis(1 + random.nextInt(20)) : null, null,
					JobTraits.NONE.withLimits(limits)));
		}
		this.store.intake().insert(jobs);
	}

	private void exchange(String worker, Random random) {
		List<Outcome> outcomes = new ArrayList<>();
		Map<JobId, ClaimedJob> own = this.held.get(worker);
		for (ClaimedJob job : List.copyOf(own.values())) {
			if (random.nextInt(10) < 6) {
				outcomes.add(outcome(job, random));
				own.remove(job.id());
			}
		}
		if (random.nextInt(4) == 0) {
			this.store.feed().finish(QUEUE, worker, outcomes);
			return;
		}
		int limit = 1 + random.nextInt(20);
		ClaimRequest request = new ClaimRequest(QUEUE, worker, limit, Duration.ofMinutes(5));
		this.store.feed().exchange(request, outcomes).claimed().jobs().forEach((job) -> own.put(job.id(), job));
	}

	private static Outcome outcome(ClaimedJob job, Random random) {
		return switch (random.nextInt(8)) {
			case 0 -> Outcome.retry(job, Duration.ZERO, null);
			case 1 -> Outcome.retry(job, Duration.ofMillis(5), null);
			case 2 -> Outcome.interrupted(job);
			case 3 -> Outcome.release(job.id(), job.delivery());
			case 4 -> Outcome.park(job, List.of("task:a", "tenant=v" + random.nextInt(3)));
			default -> Outcome.success(job, null);
		};
	}

	private void act(Random random) {
		if (!this.ids.isEmpty()) {
			JobId id = this.ids.get(random.nextInt(this.ids.size()));
			JobAction action = JobAction.values()[random.nextInt(JobAction.values().length)];
			this.store.actions().act(action, List.of(id), Set.of(JobStatus.values()));
		}
	}

	private void lose(String worker) {
		try (var connection = TestRedis.shared().connectionFactory().getConnection()) {
			connection.zSetCommands().zAdd(this.keys.of(Key.WORKERS), 1, RedisText.bytes(worker));
		}
		this.store.maintenance().reclaim(QUEUE, 100, 100);
		this.held.get(worker).clear();
	}

	private List<String> members(Key key) {
		try (var connection = TestRedis.shared().connectionFactory().getConnection()) {
			Set<byte[]> found = connection.zSetCommands().zRange(this.keys.of(key), 0, -1);
			return (found != null) ? found.stream().map(RedisText::string).toList() : List.of();
		}
	}

	private Map<String, Integer> running() {
		Map<String, Integer> running = new HashMap<>();
		members(Key.SLOTS).forEach((slot) -> running.merge(slot.split(UNIT)[0], 1, Integer::sum));
		return running;
	}

	private void check(Map<String, Integer> before, String where) {
		Map<String, Integer> running = running();
		running.forEach((name, count) -> {
			Integer max = this.rules.limit(name).maxRunning();
			if (max != null) {
				assertThat(count).as("%s: %s", where, name)
					.isLessThanOrEqualTo(Math.max(max, before.getOrDefault(name, 0)));
			}
		});
		checkSlots(where);
		Set<String> turns = new HashSet<>(members(Key.TURNS));
		Map<String, String> parked = new HashMap<>();
		members(Key.BLOCKED).forEach((entry) -> assertThat(parked.put(entry.split(UNIT)[2], entry.split(UNIT)[0]))
			.as("%s: %s is parked once", where, entry)
			.isNull());
		Set<String> cooling = new HashSet<>(members(Key.COOLING));
		List<String> laned = new ArrayList<>(members(Key.LANED));
		for (String entry : members(Key.LANES)) {
			String lane = entry.split(UNIT)[0];
			assertThat(laned.remove(entry.split(UNIT)[2])).as("%s: %s is in a lane once", where, entry).isTrue();
			String limit = parked.get(lane);
			assertThat(turns.contains(lane) ^ limit != null).as("%s: lane %s is in one place", where, lane).isTrue();
			if (limit != null) {
				Integer max = this.rules.limit(limit).maxRunning();
				boolean full = max != null && running.getOrDefault(limit, 0) >= max;
				assertThat(full || cooling.contains(limit)
						|| turns.stream().anyMatch((other) -> List.of(other.split("\u001c")).contains(limit)))
					.as("%s: lane %s waits for %s", where, lane, limit)
					.isTrue();
			}
		}
		assertThat(laned).as(where).isEmpty();
	}

	/**
	 * Each job that a worker holds has a slot of each of its limits, and no other has.
	 */
	private void checkSlots(String where) {
		Set<String> expected = new HashSet<>();
		List<String> workers = List.copyOf(this.held.keySet());
		try (var connection = TestRedis.shared().connectionFactory().getConnection()) {
			for (String worker : workers) {
				Set<byte[]> running = connection.hashCommands().hKeys(this.keys.running(worker));
				for (byte[] id : (running != null) ? running : Set.<byte[]>of()) {
					byte[] traits = connection.hashCommands().hGet(this.keys.of(Key.TRAITS), id);
					JobTraits.read((traits != null) ? RedisText.string(traits) : "")
						.limits()
						.forEach((name) -> expected.add(name + UNIT + RedisText.string(id)));
				}
			}
		}
		assertThat(members(Key.SLOTS)).as(where).containsExactlyInAnyOrderElementsOf(expected);
	}

	private void drain(long seed) {
		List.of("task:a", "tenant", "tenant=big", "tenant=x")
			.forEach((name) -> change((before) -> before.withOperatorLimit(name, Limit.ofMaxRunning(1))));
		List.copyOf(this.held.keySet()).forEach(this::lose);
		ClaimRequest request = new ClaimRequest(QUEUE, "w1", 10, Duration.ofMinutes(5));
		List<Outcome> outcomes = new ArrayList<>();
		long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
		while (waiting() + outcomes.size() > 0) {
			assertThat(System.nanoTime()).as("seed %s: the queue drains", seed).isLessThan(end);
			List<ClaimedJob> jobs = this.store.feed().exchange(request, outcomes).claimed().jobs();
			outcomes = jobs.stream().map((job) -> Outcome.success(job, null)).toList();
		}
		assertThat(members(Key.SLOTS)).as("seed %s", seed).isEmpty();
		assertThat(this.store.queries().find(this.ids).values()).as("seed %s", seed)
			.allMatch((job) -> job.status().isEnd());
	}

	private long waiting() {
		QueueInfo queue = this.store.queries().queue(QUEUE);
		return Stream.of(JobStatus.values()).filter(JobStatus::isWaiting).mapToLong(queue::size).sum();
	}

}
