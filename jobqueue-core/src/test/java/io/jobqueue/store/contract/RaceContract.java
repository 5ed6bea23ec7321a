package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads at once: who wins is open, that there is one winner is not.
 */
abstract class RaceContract extends StoreContract {

	private static final int THREADS = 8;

	@Test
	void eachJobIsHandedOutOnce() throws Exception {
		List<JobId> ids = insert(600);
		List<JobId> claimed = race(THREADS, (thread) -> () -> {
			List<JobId> mine = new ArrayList<>();
			List<ClaimedJob> jobs;
			do {
				jobs = claim("worker-" + thread, 7, LONG).jobs();
				jobs.forEach((job) -> mine.add(job.id()));
			}
			while (!jobs.isEmpty());
			return mine;
		}).stream().flatMap(List::stream).toList();
		assertThat(claimed).hasSize(600).containsExactlyInAnyOrderElementsOf(ids);
	}

	@Test
	void repeatedInsertsStoreEachJobOnce() throws Exception {
		List<NewJob> jobs = IntStream.range(0, 50).mapToObj((i) -> job().build()).toList();
		List<InsertResult> results = race(THREADS, (thread) -> () -> this.store.intake().insert(jobs)).stream()
			.flatMap(List::stream)
			.toList();
		assertThat(results).filteredOn(InsertResult.INSERTED::equals).hasSize(50);
		assertThat(size(JobStatus.QUEUED)).isEqualTo(50);
		assertThat(claim(100)).hasSize(50);
	}

	@Test
	void oneCancelWins() throws Exception {
		JobId id = insert();
		assertThat(race(THREADS, (thread) -> () -> this.store.actions().cancel(id)))
			.filteredOn((status) -> !status.isEnd())
			.hasSize(1);
	}

	@Test
	void oneRequeueWins() throws Exception {
		JobId id = ended(JobStatus.FAILED);
		assertThat(race(THREADS, (thread) -> () -> this.store.actions().requeue(id))).filteredOn(JobStatus::isEnd)
			.hasSize(1);
		assertThat(claimIds(9)).containsExactly(id);
	}

	@Test
	void oneFinishWins() throws Exception {
		Outcome outcome = Outcome.retry(insertAndClaim(), Duration.ZERO, ERROR);
		assertThat(race(THREADS, (thread) -> () -> finish(outcome))).filteredOn(FinishResult.APPLIED::equals)
			.hasSize(1);
		assertThat(claim().retries()).isEqualTo(1);
	}

	@Test
	void finishCancelAndReclaimHaveOneWinner() throws Exception {
		List<JobId> ids = insert(60);
		List<ClaimedJob> jobs = claim(WORKER, 60, Duration.ofMillis(20)).jobs();
		awaitTheEndOfALease();
		Map<JobId, FinishResult> finished = new ConcurrentHashMap<>();
		Map<JobId, JobStatus> cancelled = new ConcurrentHashMap<>();
		List<Callable<Integer>> racers = List.of(() -> {
			jobs.forEach((job) -> finished.put(job.id(), finish(Outcome.success(job, null))));
			return 0;
		}, () -> {
			ids.forEach((id) -> cancelled.put(id, this.store.actions().cancel(id)));
			return 0;
		}, () -> IntStream.range(0, 60).map((i) -> this.store.maintenance().reclaim(QUEUE, 9, 1).requeued()).sum());
		List<Integer> results = race(3, racers::get);
		int lost = 0;
		for (JobInfo info : this.store.queries().find(ids).values()) {
			boolean success = finished.get(info.id()) == FinishResult.APPLIED;
			boolean takenBack = info.history().stream().anyMatch((it) -> it.outcome() == JobStatus.QUEUED);
			boolean interrupted = cancelled.get(info.id()) == JobStatus.STARTED;
			lost += takenBack ? 1 : 0;
			assertThat(List.of(success, takenBack, interrupted)).as("%s", info).containsOnlyOnce(true);
			assertThat(info.status()).isEqualTo(success ? JobStatus.SUCCESS : JobStatus.CANCELLED);
		}
		assertThat(results.get(2)).isEqualTo(lost);
		assertThat(size(JobStatus.SUCCESS) + size(JobStatus.CANCELLED)).isEqualTo(60);
		assertThat(this.store.queries().queue(QUEUE).size()).isZero();
	}

	@Test
	void nothingIsLostInTheCrowd() throws Exception {
		Set<String> deliveries = ConcurrentHashMap.newKeySet();
		AtomicInteger twice = new AtomicInteger();
		AtomicInteger successes = new AtomicInteger();
		AtomicInteger cancels = new AtomicInteger();
		CountDownLatch inserting = new CountDownLatch(2);
		List<List<JobId>> inserted = race(THREADS, (thread) -> () -> switch (thread) {
			case 0, 1 -> insertMany(inserting);
			case 2 -> {
				untilDone(inserting, () -> this.store.maintenance().reclaim(QUEUE, 1000, 3));
				yield List.of();
			}
			default -> {
				untilDone(inserting, () -> work("worker-" + thread, deliveries, twice, successes, cancels));
				yield List.of();
			}
		});
		List<JobId> ids = inserted.stream().flatMap(List::stream).toList();
		assertThat(twice).as("deliveries handed out twice").hasValue(0);
		assertThat(this.store.queries().find(ids).values()).hasSize(200).allMatch((info) -> info.status().isEnd());
		assertThat(size(JobStatus.SUCCESS)).isEqualTo(successes.get());
		assertThat(size(JobStatus.CANCELLED)).isEqualTo(cancels.get());
		assertThat(successes.get() + cancels.get()).isEqualTo(200);
	}

	private List<JobId> insertMany(CountDownLatch inserting) {
		List<JobId> ids = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			ids.addAll(insert(5));
		}
		inserting.countDown();
		return ids;
	}

	/** Until all are inserted and none is left, or the race takes too long. */
	private void untilDone(CountDownLatch inserting, Runnable action) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		do {
			action.run();
		}
		while ((inserting.getCount() > 0 || this.store.queries().queue(QUEUE).size() > 0)
				&& System.nanoTime() < deadline);
	}

	private void work(String worker, Set<String> deliveries, AtomicInteger twice, AtomicInteger successes,
			AtomicInteger cancels) {
		Duration lease = Duration.ofMillis(30);
		for (ClaimedJob job : this.store.feed().claim(new ClaimRequest(QUEUE, worker, 4, lease)).jobs()) {
			if (!deliveries.add(job.id() + "#" + job.delivery())) {
				twice.incrementAndGet();
			}
			Outcome outcome = switch (ThreadLocalRandom.current().nextInt(8)) {
				case 0 -> Outcome.retry(job, Duration.ZERO, ERROR);
				case 1 -> Outcome.interrupted(job);
				case 2 -> Outcome.release(job.id(), job.delivery());
				case 3 -> Outcome.retry(job, Duration.ofMillis(5), ERROR);
				default -> Outcome.success(job, null);
			};
			if (ThreadLocalRandom.current().nextInt(10) == 0 && cancelled(job.id())) {
				cancels.incrementAndGet();
			}
			boolean applied = finish(worker, outcome) == FinishResult.APPLIED;
			if (applied && outcome.status() == JobStatus.SUCCESS) {
				successes.incrementAndGet();
			}
		}
	}

	private boolean cancelled(JobId id) {
		JobStatus before = this.store.actions().cancel(id);
		return before != null && !before.isEnd();
	}

	/** A lease of the same length that begins later has run out when this returns. */
	private void awaitTheEndOfALease() {
		NewJob probe = JobSpec.in(OTHER_QUEUE).build();
		this.store.intake().insert(List.of(probe));
		this.store.feed().claim(new ClaimRequest(OTHER_QUEUE, WORKER, 1, Duration.ofMillis(20)));
		await().until(() -> this.store.maintenance().reclaim(OTHER_QUEUE, 9, 1).total() == 1);
	}

	private static <T> List<T> race(int threads, IntFunction<Callable<T>> racer) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			CountDownLatch start = new CountDownLatch(1);
			List<Future<T>> futures = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				Callable<T> action = racer.apply(i);
				futures.add(executor.submit(() -> {
					start.await();
					return action.call();
				}));
			}
			start.countDown();
			List<T> results = new ArrayList<>();
			for (Future<T> future : futures) {
				results.add(future.get(30, TimeUnit.SECONDS));
			}
			return results;
		}
		finally {
			executor.shutdownNow();
		}
	}

}
