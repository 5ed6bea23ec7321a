package io.jobqueue.store.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.UniqueKey;
import io.jobqueue.store.UniqueKeys;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.InsertResult.Kind;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The insert of jobs that have unique keys. */
abstract class UniqueInsertContract extends StoreContract {

	private static final UniqueKey KEY = UniqueKey.of("order 42");

	@Test
	void secondJobIsNotStoredAndHasAnOwner() {
		JobId owner = insert(job().unique(KEY));
		NewJob second = job().unique(KEY).build();
		assertThat(put(second)).isEqualTo(new InsertResult(Kind.KEPT, owner));
		assertThat(this.store.queries().find(List.of(second.id()))).isEmpty();
		assertThat(size(JobStatus.QUEUED)).isEqualTo(1);
		assertThat(claimIds(5)).containsExactly(owner);
	}

	@Test
	void keysOfTasksAndQueuesAndOtherKeysAreApart() {
		insert(job().unique(KEY));
		assertThat(put(job().task("other").unique(KEY).build())).isEqualTo(InsertResult.INSERTED);
		assertThat(put(JobSpec.in(OTHER_QUEUE).unique(KEY).build())).isEqualTo(InsertResult.INSERTED);
		assertThat(put(job().unique(UniqueKey.of("order 43")).build())).isEqualTo(InsertResult.INSERTED);
		assertThat(put(job().unique(KEY.inQueue()).build())).isEqualTo(InsertResult.INSERTED);
		assertThat(put(job().task("third").unique(KEY.inQueue()).build()).kind()).isEqualTo(Kind.KEPT);
		assertThat(put(job().build())).isEqualTo(InsertResult.INSERTED);
	}

	@Test
	void keysDifferByCaseAndAccentAndSpaceAtTheEnd() {
		for (String key : List.of("a", "A", "ä", "a ", "a\u0301")) {
			assertThat(put(job().unique(UniqueKey.of(key)).build())).as(key).isEqualTo(InsertResult.INSERTED);
		}
	}

	@Test
	void longestKeyIsKept() {
		UniqueKey longest = UniqueKey.of("ä".repeat(100));
		JobId owner = insert(JobSpec.in(QUEUE).task("t".repeat(200)).unique(longest));
		assertThat(put(JobSpec.in(QUEUE).task("t".repeat(200)).unique(longest).build()).owner()).isEqualTo(owner);
	}

	@Test
	void repeatedInsertIsNoConflictWithItself() {
		NewJob job = job().unique(KEY).build();
		put(job);
		assertThat(put(job)).isEqualTo(InsertResult.ALREADY_THERE);
		assertThat(this.store.part(UniqueKeys.class).owner(QUEUE, UniqueTrait.nameOfTask("greet", "order 42")))
			.isEqualTo(job.id());
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 499, 500 })
	void conflictsDoNotAffectTheRestOfABatch(int conflicts) {
		for (int i = 0; i < conflicts; i += 250) {
			this.store.intake().insert(keyed(i, Math.min(conflicts, i + 250)));
		}
		List<InsertResult> results = this.store.intake().insert(keyed(0, 500));
		assertThat(results.subList(0, conflicts)).allMatch((result) -> result.kind() == Kind.KEPT);
		assertThat(results.subList(conflicts, 500)).allMatch(InsertResult::isInserted);
		assertThat(size(JobStatus.QUEUED)).isEqualTo(500);
	}

	private static List<NewJob> keyed(int from, int to) {
		return IntStream.range(from, to).mapToObj((i) -> job().unique(UniqueKey.of("key " + i)).build()).toList();
	}

	@Test
	void firstJobOfABatchOwnsTheKey() {
		List<NewJob> jobs = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			jobs.add(job().unique(UniqueKey.of("z")).build());
			jobs.add(job().unique(UniqueKey.of("a")).build());
			jobs.add(job().build());
		}
		List<InsertResult> results = this.store.intake().insert(jobs);
		assertThat(results.subList(0, 3)).allMatch(InsertResult::isInserted);
		assertThat(results.get(3)).isEqualTo(new InsertResult(Kind.KEPT, jobs.get(0).id()));
		assertThat(results.get(4)).isEqualTo(new InsertResult(Kind.KEPT, jobs.get(1).id()));
		assertThat(results.get(5).isInserted()).isTrue();
		assertThat(claimIds(20)).hasSize(5);
	}

	private InsertResult put(NewJob job) {
		return this.store.intake().insert(List.of(job)).get(0);
	}

}
