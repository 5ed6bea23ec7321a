package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.Limit;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.store.limit.LimitUse;
import io.jobqueue.store.limit.QueueRulesStore;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers with limits against each other and against operators, while their connections
 * are lost in the midst of transactions.
 */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class LimitRaces {

	private static final String QUEUE = "orders";

	private static final Map<String, Integer> BOUNDS = Map.of("task:a", 3, "task:b", 3, "tenant", 1);

	private static final int WORKERS = 4;

	private static final int ACTIONS = 150;

	private static final Duration LEASE = Duration.ofSeconds(2);

	private final Queue<JobId> inserted = new ConcurrentLinkedQueue<>();

	private final AtomicInteger ids = new AtomicInteger();

	private final AtomicInteger lost = new AtomicInteger();

	private HikariDataSource pool;

	private HikariDataSource dying;

	private LostConnections losses;

	private TestSchema schema;

	private JdbcStoreBackend watching;

	/** A pool of the test's own. */
	abstract HikariDataSource open();

	@BeforeEach
	void prepare() {
		this.pool = open();
		this.schema = TestSchema.create(this.pool);
		this.watching = this.schema.store();
		this.losses = new LostConnections(this.pool);
		this.dying = new HikariDataSource();
		this.dying.setDataSource(this.losses);
		this.dying.setMaximumPoolSize(WORKERS + 2);
		this.watching.part(QueueRulesStore.class).update(QUEUE, (rules) -> {
			for (Map.Entry<String, Integer> bound : BOUNDS.entrySet()) {
				rules = rules.withOperatorLimit(bound.getKey(), Limit.ofMaxRunning(bound.getValue()));
			}
			return rules;
		});
	}

	@AfterEach
	void close() {
		this.watching.close();
		this.dying.close();
		this.pool.close();
	}

	@Test
	void boundsHoldAndNoJobIsLost() throws Exception {
		race(false);
		assertThat(this.lost).as("steps that failed").hasValue(0);
		drain();
	}

	@Test
	void boundsHoldAndNoJobIsLostWithItsConnection() throws Exception {
		race(true);
		assertThat(this.lost).as("steps that failed").hasPositiveValue();
		drain();
	}

	private void race(boolean loses) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(WORKERS + 1);
		CountDownLatch running = new CountDownLatch(WORKERS);
		try {
			List<Future<?>> all = new ArrayList<>();
			for (int i = 0; i < WORKERS; i++) {
				int number = i;
				all.add(executor.submit(() -> {
					try {
						new Worker(number).work(loses);
					}
					finally {
						running.countDown();
					}
				}));
			}
			all.add(executor.submit(() -> {
				do {
					assertBounds();
				}
				while (running.getCount() > 0);
			}));
			for (Future<?> each : all) {
				each.get(200, TimeUnit.SECONDS);
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private void assertBounds() {
		for (LimitUse use : this.watching.part(LimitStore.class).uses(QUEUE, List.of())) {
			int bound = BOUNDS.getOrDefault(use.name(), BOUNDS.getOrDefault(use.name().split("=")[0], 0));
			assertThat(use.running()).as(use.name()).isLessThanOrEqualTo(bound);
		}
	}

	/** Workers that are gone lose their jobs; all others run until nothing is left. */
	private void drain() {
		Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20)).until(() -> {
			this.watching.maintenance().reclaim(QUEUE, 1000, 1000);
			List<ClaimedJob> jobs = this.watching.feed().claim(new ClaimRequest(QUEUE, "last", 50, LEASE)).jobs();
			this.watching.feed().finish(QUEUE, "last", jobs.stream().map((job) -> Outcome.success(job, null)).toList());
			Map<JobStatus, Long> sizes = this.watching.queries().queue(QUEUE).sizes();
			return List.of(JobStatus.QUEUED, JobStatus.STARTED, JobStatus.INTERRUPTED, JobStatus.RETRY)
				.stream()
				.allMatch((status) -> sizes.get(status) == 0);
		});
		for (String table : List.of("ready", "blocked", "running", "slot")) {
			assertThat(count(table)).as(table).isZero();
		}
		assertThat(this.watching.queries().find(List.copyOf(this.inserted)).values()).hasSize(this.inserted.size())
			.allMatch((job) -> job.status().isEnd());
		this.watching.maintenance().prune(QUEUE, Map.of(), 1000);
		assertThat(count("gate")).as("limits").isZero();
	}

	private int count(String table) {
		Integer count = new JdbcTemplate(this.pool)
			.queryForObject("select count(*) from " + this.schema.prefix() + table, Integer.class);
		return (count != null) ? count : -1;
	}

	/** One of the workers, which dispatches, runs and cancels jobs. */
	private final class Worker {

		private final String name;

		private final Random random;

		private final JdbcStoreBackend store = new JdbcStoreBackend(LimitRaces.this.dying,
				LimitRaces.this.schema.options());

		private final List<ClaimedJob> held = new ArrayList<>();

		private Worker(int number) {
			this.name = "worker-" + number;
			this.random = new Random(number);
		}

		void work(boolean loses) {
			try {
				for (int i = 0; i < ACTIONS; i++) {
					if (loses && this.random.nextInt(8) == 0) {
						LimitRaces.this.losses.loseAfter(1 + this.random.nextInt(12));
					}
					try {
						act(this.random.nextInt(100));
					}
					catch (StoreUnavailableException ex) {
						LimitRaces.this.lost.incrementAndGet();
					}
					finally {
						LimitRaces.this.losses.none();
					}
				}
			}
			finally {
				this.store.close();
			}
		}

		private void act(int number) {
			if (number < 25) {
				insert(List.of(1, 5, 20).get(this.random.nextInt(3)));
			}
			else if (number < 60) {
				this.held.addAll(this.store.feed()
					.claim(new ClaimRequest(QUEUE, this.name, 1 + this.random.nextInt(20), LEASE))
					.jobs());
			}
			else if (number < 95 && !this.held.isEmpty()) {
				List<ClaimedJob> some = List.copyOf(this.held.subList(0, 1 + this.random.nextInt(this.held.size())));
				List<Outcome> outcomes = some.stream().map(this::outcome).toList();
				this.held.removeAll(some);
				if (number < 75) {
					this.held.addAll(this.store.feed()
						.exchange(new ClaimRequest(QUEUE, this.name, 10, LEASE), outcomes)
						.claimed()
						.jobs());
				}
				else {
					this.store.feed().finish(QUEUE, this.name, outcomes);
				}
			}
			else {
				JobId one = LimitRaces.this.inserted.peek();
				if (one != null) {
					List<JobId> all = List.copyOf(LimitRaces.this.inserted);
					this.store.actions().cancel(all.get(this.random.nextInt(all.size())));
				}
			}
		}

		private Outcome outcome(ClaimedJob job) {
			return switch (this.random.nextInt(8)) {
				case 0 -> Outcome.retry(job, Duration.ZERO, null);
				case 1 -> Outcome.release(job.id(), job.delivery());
				case 2 -> Outcome.interrupted(job);
				default -> Outcome.success(job, null);
			};
		}

		private void insert(int count) {
			List<NewJob> jobs = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				List<String> limits = new ArrayList<>();
				if (this.random.nextBoolean()) {
					limits.add(this.random.nextBoolean() ? "task:a" : "task:b");
				}
				if (this.random.nextInt(10) < 6) {
					limits.add("tenant=" + this.random.nextInt(8));
				}
				jobs.add(new NewJob(JobId.of("job-" + LimitRaces.this.ids.incrementAndGet()), QUEUE,
						JobDetails.of("greet", "null").withPriority(this.random.nextInt(3) - 1), null, null,
						JobTraits.NONE.withLimits(limits)));
			}
			this.store.intake().insert(jobs);
			jobs.forEach((job) -> LimitRaces.this.inserted.add(job.id()));
		}

	}

}
