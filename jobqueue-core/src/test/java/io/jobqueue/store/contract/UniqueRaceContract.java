package io.jobqueue.store.contract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.UniqueKey;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.InsertResult.Kind;
import io.jobqueue.store.job.NewJob;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Dispatchers of one key against each other, and against workers. */
abstract class UniqueRaceContract extends StoreContract {

	private static final int THREADS = 4;

	@Test
	void twoDispatchersOfAKeyHaveOneOwnerEachRound() throws Exception {
		int rounds = 60;
		List<List<InsertResult>> results = race(2, (thread) -> () -> {
			List<InsertResult> mine = new ArrayList<>();
			for (int round = 0; round < rounds; round++) {
				mine.add(put(job().unique(UniqueKey.of("round " + round)).build()));
			}
			return mine;
		});
		for (int round = 0; round < rounds; round++) {
			assertThat(List.of(results.get(0).get(round).kind(), results.get(1).get(round).kind()))
				.as("round %d", round)
				.containsExactlyInAnyOrder(Kind.INSERTED, Kind.KEPT);
		}
		assertThat(size(JobStatus.QUEUED)).isEqualTo(rounds);
	}

	@Test
	void batchesWithTheSameKeysInOtherOrdersDoNotBlockEachOther() throws Exception {
		List<List<InsertResult>> results = race(THREADS, (thread) -> () -> {
			List<InsertResult> mine = new ArrayList<>();
			for (int round = 0; round < 5; round++) {
				List<NewJob> jobs = new ArrayList<>();
				for (int i = 0; i < 20; i++) {
					int number = (thread % 2 == 0) ? i : 19 - i;
					jobs.add(job().unique(UniqueKey.of(round + ":" + number)).build());
				}
				mine.addAll(this.store.intake().insert(jobs));
			}
			return mine;
		});
		assertThat(results.stream().flatMap(List::stream).filter(InsertResult::isInserted)).hasSize(100);
		assertThat(size(JobStatus.QUEUED)).isEqualTo(100);
	}

	@Test
	void keysAreFreedAndTakenAndNeverOwnedTwice() throws Exception {
		Set<JobId> living = new HashSet<>();
		List<Integer> ran = race(THREADS, (thread) -> () -> {
			int count = 0;
			for (int i = 0; i < 60; i++) {
				if (thread % 2 == 0) {
					put(job().unique(UniqueKey.of("one")).build());
					continue;
				}
				for (ClaimedJob job : claim("worker-" + thread, 5, LONG).jobs()) {
					synchronized (living) {
						living.add(job.id());
						assertThat(living).as("living jobs of a key").hasSize(1);
						living.remove(job.id());
					}
					finish("worker-" + thread, Outcome.success(job, null));
					count++;
				}
			}
			return count;
		});
		assertThat(size(JobStatus.QUEUED)).isLessThanOrEqualTo(1);
		assertThat(size(JobStatus.SUCCESS)).isEqualTo(ran.stream().mapToInt(Integer::intValue).sum());
	}

	/**
	 * The newest payload of a key runs, either in its own job or in the one it replaced.
	 */
	@Test
	void replacedPayloadIsNotLostToAClaim() throws Exception {
		int last = 80;
		List<List<String>> payloads = race(THREADS, (thread) -> () -> {
			List<String> mine = new ArrayList<>();
			for (int i = 1; i <= last; i++) {
				if (thread < 2) {
					put(job().payload(thread + ":" + i).unique(UniqueKey.of("key " + thread).replace()).build());
				}
				else {
					claim("worker-" + thread, 3, LONG).jobs().forEach((job) -> mine.add(job.payload()));
				}
			}
			return mine;
		});
		List<String> all = new ArrayList<>(payloads.stream().flatMap(List::stream).filter(Objects::nonNull).toList());
		claim(100).forEach((job) -> all.add(job.payload()));
		assertThat(all).contains("0:" + last, "1:" + last).doesNotHaveDuplicates();
	}

	private InsertResult put(NewJob job) {
		return this.store.intake().insert(List.of(job)).get(0);
	}

	private static <T> List<T> race(int threads, IntFunction<Callable<T>> action) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Callable<T>> actions = new ArrayList<>();
			for (int thread = 0; thread < threads; thread++) {
				actions.add(action.apply(thread));
			}
			List<T> results = new ArrayList<>();
			for (Future<T> result : executor.invokeAll(actions, 60, TimeUnit.SECONDS)) {
				results.add(result.get());
			}
			return results;
		}
		finally {
			executor.shutdownNow();
		}
	}

}
