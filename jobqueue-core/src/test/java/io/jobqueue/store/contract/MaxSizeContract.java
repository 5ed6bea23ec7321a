package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.UniqueKey;
import io.jobqueue.store.UniqueKeys;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;
import io.jobqueue.store.limit.QueueRulesStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** The maximum number of jobs that wait in a queue. */
abstract class MaxSizeContract extends StoreContract {

	private void maxSize(Integer maxSize) {
		this.store.part(QueueRulesStore.class).update(QUEUE, (rules) -> rules.withMaxSize(maxSize));
	}

	private List<InsertResult> dispatch(List<NewJob> jobs) {
		return this.store.intake().insert(jobs, Admission.WITHIN_SIZE);
	}

	private List<InsertResult> dispatch(int count) {
		return dispatch(IntStream.range(0, count).mapToObj((i) -> job().build()).toList());
	}

	private InsertResult dispatch() {
		return dispatch(1).get(0);
	}

	@Test
	void queueTakesJobsUpToItsMaximumSize() {
		maxSize(3);
		assertThat(dispatch(5)).containsExactly(InsertResult.INSERTED, InsertResult.INSERTED, InsertResult.INSERTED,
				InsertResult.FULL, InsertResult.FULL);
		assertThat(size(JobStatus.QUEUED)).isEqualTo(3);
		assertThat(dispatch()).isEqualTo(InsertResult.FULL);
		assertThat(claim(9)).hasSize(3);
	}

	@Test
	void batchOfSeveralQueuesFillsEachForItself() {
		maxSize(1);
		List<NewJob> jobs = List.of(job().build(), JobSpec.in(OTHER_QUEUE).build(), job().build(),
				JobSpec.in(OTHER_QUEUE).build());
		assertThat(dispatch(jobs)).containsExactly(InsertResult.INSERTED, InsertResult.INSERTED, InsertResult.FULL,
				InsertResult.INSERTED);
		assertThat(this.store.queries().queue(OTHER_QUEUE).size(JobStatus.QUEUED)).isEqualTo(2);
	}

	@Test
	void runningAndEndedJobsTakeNoRoom() {
		maxSize(1);
		dispatch();
		ClaimedJob running = claim();
		assertThat(dispatch()).isEqualTo(InsertResult.INSERTED);
		assertThat(dispatch()).isEqualTo(InsertResult.FULL);
		finish(Outcome.success(running, null));
		assertThat(dispatch()).isEqualTo(InsertResult.FULL);
		claim();
		assertThat(dispatch()).isEqualTo(InsertResult.INSERTED);
	}

	@Test
	void jobsThatWaitInAnyWayTakeRoom() {
		insert(job().delay(Duration.ofHours(1)));
		insert(3);
		finish(Outcome.retry(claim(), Duration.ofHours(1), ERROR));
		finish(Outcome.interrupted(claim()));
		assertThat(size(JobStatus.SCHEDULED)).isOne();
		assertThat(size(JobStatus.RETRY)).isOne();
		assertThat(size(JobStatus.INTERRUPTED)).isOne();
		maxSize(4);
		assertThat(dispatch()).isEqualTo(InsertResult.FULL);
		maxSize(5);
		assertThat(dispatch(2)).containsExactly(InsertResult.INSERTED, InsertResult.FULL);
	}

	@Test
	void jobsThatAWorkerHoldsInLineTakeRoom() {
		insert(2);
		this.store.feed().claim(new ClaimRequest(QUEUE, WORKER, 2, 1, LONG));
		maxSize(1);
		assertThat(dispatch()).isEqualTo(InsertResult.FULL);
	}

	@Test
	void delayedJobIsRefusedToo() {
		maxSize(1);
		dispatch();
		assertThat(dispatch(List.of(job().delay(Duration.ofHours(1)).build()))).containsExactly(InsertResult.FULL);
		assertThat(size(JobStatus.SCHEDULED)).isZero();
	}

	@Test
	void jobThatExistsIsNotRefused() {
		maxSize(2);
		List<NewJob> jobs = List.of(job().build(), job().build(), job().build());
		dispatch(jobs);
		assertThat(dispatch(jobs)).containsExactly(InsertResult.ALREADY_THERE, InsertResult.ALREADY_THERE,
				InsertResult.FULL);
		NewJob twice = job().build();
		claim(2);
		assertThat(dispatch(List.of(twice, twice, job().build(), job().build()))).containsExactly(InsertResult.INSERTED,
				InsertResult.ALREADY_THERE, InsertResult.INSERTED, InsertResult.FULL);
	}

	@Test
	void jobThatTheOwnerOfItsKeyStandsForNeedsNoRoom() {
		maxSize(1);
		NewJob first = keyed("k");
		NewJob refused = keyed("other");
		assertThat(dispatch(List.of(first, keyed("k"), refused, keyed("other"))))
			.extracting(InsertResult::kind, InsertResult::owner)
			.containsExactly(tuple(InsertResult.Kind.INSERTED, null), tuple(InsertResult.Kind.KEPT, first.id()),
					tuple(InsertResult.Kind.FULL, null), tuple(InsertResult.Kind.FULL, null));
		UniqueKeys keys = this.store.part(UniqueKeys.class);
		assertThat(keys.owner(QUEUE, UniqueTrait.nameInQueue("other"))).isNull();
		claim();
		assertThat(dispatch(List.of(refused, keyed("other")))).extracting(InsertResult::kind)
			.containsExactly(InsertResult.Kind.INSERTED, InsertResult.Kind.KEPT);
		assertThat(keys.owner(QUEUE, UniqueTrait.nameInQueue("other"))).isEqualTo(refused.id());
	}

	private static NewJob keyed(String key) {
		return job().build()
			.withTraits(JobTraits.of(new UniqueTrait(UniqueTrait.nameInQueue(key), UniqueKey.Scope.UNTIL_DONE, null,
					UniqueKey.Conflict.KEEP, null)));
	}

	@Test
	void jobThatReplacesNothingNeedsRoom() {
		UniqueKey key = UniqueKey.of("k");
		JobId owner = insert(job().unique(key));
		assertThat(claimIds(1)).containsExactly(owner);
		maxSize(1);
		insert();
		NewJob second = job().unique(key.replace()).build();
		assertThat(this.store.intake().insert(List.of(second), Admission.WITHIN_SIZE))
			.containsExactly(InsertResult.FULL);
		assertThat(this.store.queries().find(List.of(second.id()))).isEmpty();
	}

	@Test
	void refusedJobLeavesNothingBehind() {
		maxSize(1);
		dispatch();
		NewJob large = job().payload("\"" + "x".repeat(40_000) + "\"").build();
		assertThat(dispatch(List.of(large))).containsExactly(InsertResult.FULL);
		assertThat(this.store.queries().find(List.of(large.id()))).isEmpty();
		claim();
		assertThat(dispatch(List.of(large))).containsExactly(InsertResult.INSERTED);
		assertThat(claim().payload()).hasSize(40_002);
	}

	@Test
	void jobsThatAreAlreadyPromisedAlwaysFit() {
		JobId failed = ended(JobStatus.FAILED);
		maxSize(1);
		insert();
		ClaimedJob running = claim();
		NewJob other = JobSpec.in(OTHER_QUEUE).build();
		this.store.intake().insert(List.of(job().build(), job().build(), other));
		ClaimedJob moving = this.store.feed().claim(new ClaimRequest(OTHER_QUEUE, WORKER, 1, LONG)).jobs().get(0);
		finish(Outcome.retry(running, Duration.ZERO, ERROR));
		this.store.actions().requeue(failed);
		this.store.feed()
			.finish(OTHER_QUEUE, WORKER, List.of(Outcome.retry(moving, Duration.ZERO, ERROR).withQueue(QUEUE)));
		assertThat(claimIds(9)).hasSize(5).contains(failed, running.id(), other.id());
	}

	@Test
	void changeOfTheMaximumSizeHoldsFromTheNextInsertOn() {
		dispatch(4);
		maxSize(2);
		assertThat(dispatch()).isEqualTo(InsertResult.FULL);
		assertThat(claim(3)).hasSize(3);
		assertThat(dispatch()).isEqualTo(InsertResult.INSERTED);
		maxSize(null);
		assertThat(dispatch(5)).containsOnly(InsertResult.INSERTED);
	}

	@Test
	void insertsWithoutAdmissionAreNotCounted() {
		maxSize(1);
		assertThat(insert(3)).hasSize(3);
		assertThat(size(JobStatus.QUEUED)).isEqualTo(3);
	}

	@Test
	void batchLargerThanACallOfTheStoreFillsTheQueue() {
		maxSize(700);
		List<InsertResult> results = dispatch(1200);
		assertThat(results.subList(0, 700)).containsOnly(InsertResult.INSERTED);
		assertThat(results.subList(700, 1200)).containsOnly(InsertResult.FULL);
	}

	/** How far dispatchers at the same time may pass the maximum together. */
	protected int excess(int inFlight) {
		return 0;
	}

	@Test
	void manyDispatchersDoNotPassTheMaximum() throws Exception {
		maxSize(50);
		int threads = 8;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Callable<Long>> dispatchers = IntStream.range(0, threads).<Callable<Long>>mapToObj((thread) -> () -> {
				long stored = 0;
				for (int i = 0; i < 10; i++) {
					stored += dispatch(3).stream().filter(InsertResult::isInserted).count();
				}
				return stored;
			}).toList();
			long stored = 0;
			for (Future<Long> result : new ArrayList<>(executor.invokeAll(dispatchers))) {
				stored += result.get();
			}
			assertThat(stored).isBetween(50L, 50L + excess(3 * (threads - 1)));
			assertThat(size(JobStatus.QUEUED)).isEqualTo(stored);
		}
		finally {
			executor.shutdownNow();
		}
	}

}
