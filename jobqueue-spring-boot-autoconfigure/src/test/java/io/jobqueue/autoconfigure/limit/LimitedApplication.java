package io.jobqueue.autoconfigure.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobContext;
import io.jobqueue.JobRateLimiter;
import io.jobqueue.RateLimitResult;
import io.jobqueue.RetryRequest;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.testsupport.TestMariaDb;
import io.jobqueue.testsupport.TestPostgres;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * The tasks of applications with limits, and the stores on which they run. What their
 * jobs do is seen by all applications of a test.
 */
final class LimitedApplication {

	private static final AtomicInteger stores = new AtomicInteger();

	/** The jobs that run now, and the most that have, by limit. */
	private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();

	private final Map<String, AtomicInteger> most = new ConcurrentHashMap<>();

	final Queue<String> started = new ConcurrentLinkedQueue<>();

	final Queue<Call> calls = new ConcurrentLinkedQueue<>();

	/** Holds jobs that run. */
	volatile CountDownLatch gate = new CountDownLatch(0);

	static Stream<String> databases() {
		return Stream.of("h2", "postgresql", "mariadb");
	}

	static Stream<String> stores() {
		return Stream.concat(Stream.of("redis"), databases());
	}

	/** A context with this application on a fresh part of a store. */
	ApplicationContextRunner on(String store) {
		return in(open(store));
	}

	/** A context with this application. */
	ApplicationContextRunner in(ApplicationContextRunner store) {
		return store.withBean(LimitedApplication.class, () -> this).withBean(Tasks.class);
	}

	/** A fresh part of a store, which several applications may share. */
	static ApplicationContextRunner open(String store) {
		int number = stores.incrementAndGet();
		ApplicationContextRunner runner = switch (store) {
			case "redis" -> Contexts.withRedis();
			case "h2" -> database("jdbc:h2:mem:limited%d;DB_CLOSE_DELAY=-1".formatted(number), "", number);
			case "postgresql" -> database(url(TestPostgres.pool(1)), "", number);
			case "mariadb" -> database(url(TestMariaDb.pool(1)), "root", number);
			default -> throw new IllegalArgumentException("No store '" + store + "'");
		};
		return runner.withPropertyValues("jobqueue.worker.concurrency=8", "jobqueue.worker.lease-duration=5s");
	}

	private static String url(HikariDataSource server) {
		try (server) {
			return server.getJdbcUrl();
		}
	}

	private static ApplicationContextRunner database(String url, String user, int number) {
		return Contexts.withDatabase()
			.withPropertyValues("jobqueue.store=jdbc", "jobqueue.jdbc.initialize-schema=always",
					"jobqueue.jdbc.table-prefix=limited_%d_".formatted(number), "spring.datasource.url=" + url,
					"spring.datasource.username=" + user, "spring.datasource.generate-unique-name=false");
	}

	int most(String limit) {
		return this.most.getOrDefault(limit, new AtomicInteger()).get();
	}

	synchronized int running(String limit) {
		return this.running.getOrDefault(limit, new AtomicInteger()).get();
	}

	private void run(String payload, String... limits) throws InterruptedException {
		this.started.add(payload);
		start(limits);
		try {
			this.gate.await();
		}
		finally {
			Stream.of(limits).forEach((limit) -> this.running.get(limit).decrementAndGet());
		}
	}

	/** All at once: a job that is seen by one limit is seen by the others. */
	private synchronized void start(String... limits) {
		Stream.of(limits).forEach((limit) -> {
			int now = this.running.computeIfAbsent(limit, (name) -> new AtomicInteger()).incrementAndGet();
			this.most.computeIfAbsent(limit, (name) -> new AtomicInteger()).accumulateAndGet(now, Math::max);
		});
	}

	/** The greatest number of calls that certainly were in one period. */
	static long mostWithin(Collection<Call> calls, Duration period) {
		return calls.stream()
			.map(Call::begin)
			.mapToLong((begin) -> calls.stream()
				.filter((call) -> !call.begin.isBefore(begin) && call.end.isBefore(begin.plus(period)))
				.count())
			.max()
			.orElse(0);
	}

	/** A permit that was granted between two times. */
	record Call(Instant begin, Instant end) {
	}

	/** The tasks. */
	static final class Tasks {

		private final LimitedApplication application;

		private final JobRateLimiter limiter;

		Tasks(LimitedApplication application, JobRateLimiter limiter) {
			this.application = application;
			this.limiter = limiter;
		}

		@JobTask(name = "import", queue = "imports", maxRunning = 3, limitKey = "tenant", maxRunningPerKey = 1)
		void doImport(String tenant) throws InterruptedException {
			this.application.run(tenant, "queue", "task", "tenant=" + tenant);
		}

		@JobTask(name = "export", queue = "imports")
		void export(String tenant) throws InterruptedException {
			this.application.run(tenant, "queue", "export=" + tenant);
		}

		@JobTask(name = "mail", queue = "mails", rateLimit = "10/1s")
		void mail(String address) throws InterruptedException {
			this.application.run(address, "mail");
		}

		@JobTask(name = "call", queue = "calls")
		void call(String address, JobContext job) {
			Instant begin = Instant.now();
			RateLimitResult permit = this.limiter.tryAcquire("service", 5, Duration.ofSeconds(1));
			if (!permit.granted()) {
				job.retry(RetryRequest.after(permit.retryAfter()).uncounted());
				return;
			}
			this.application.calls.add(new Call(begin, Instant.now()));
		}

	}

}
