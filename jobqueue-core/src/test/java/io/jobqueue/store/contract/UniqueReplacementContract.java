package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.jobqueue.FlowId;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.UniqueKey;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.FlowPlace;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.InsertResult.Kind;
import io.jobqueue.store.job.NewJob;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a second job does to the waiting owner of its key. */
abstract class UniqueReplacementContract extends StoreContract {

	/** As long as the scope of the one that replaces. */
	private static final UniqueKey KEEP = UniqueKey.of("doc 1").untilStarted();

	private static final UniqueKey REPLACE = UniqueKey.of("doc 1").replace();

	@Test
	void ownerTakesOverTheContentsAndKeepsTheRest() {
		JobId first = insert(job().priority(3).delay(LONG).payload("1").unique(REPLACE));
		JobInfo before = info(first);
		NewJob second = job().priority(9).payload("2").maxRetries(7).unique(REPLACE).build();
		assertThat(put(second)).isEqualTo(new InsertResult(Kind.REPLACED, first));
		JobInfo after = info(first);
		assertThat(List.of(after.payload(), after.maxRetries(), after.priority())).isEqualTo(List.of("2", 7, 3));
		assertThat(List.of(after.status(), after.dueAt(), after.createdAt()))
			.isEqualTo(List.of(JobStatus.SCHEDULED, before.dueAt(), before.createdAt()));
		assertThat(this.store.queries().find(List.of(second.id()))).isEmpty();
	}

	@Test
	void replacedJobKeepsItsPlace() {
		JobId first = insert(job().payload("1").unique(REPLACE));
		JobId between = insert();
		put(job().priority(5).payload("2").unique(REPLACE).build());
		List<ClaimedJob> jobs = claim(5);
		assertThat(jobs).extracting(ClaimedJob::id).containsExactly(first, between);
		assertThat(jobs.get(0).payload()).isEqualTo("2");
	}

	@ParameterizedTest
	@CsvSource({ "5, 50000", "50000, 5", "50000, 60000" })
	void largeContentsAreReplaced(int size, int next) {
		JobId first = insert(job().priority(-4).payload(text("a", size)).unique(REPLACE));
		assertThat(put(job().payload(text("b", next)).unique(REPLACE).build()).kind()).isEqualTo(Kind.REPLACED);
		assertThat(info(first).priority()).isEqualTo(-4);
		assertThat(claim().payload()).isEqualTo(text("b", next));
		this.store.actions().cancel(first);
		this.store.actions().delete(first);
		assertThat(this.store.queries().find(List.of(first))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "5, 7", "5, 50000", "50000, 5", "50000, 60000" })
	void memberOfAFlowStaysInIt(int size, int next) {
		FlowPlace place = new FlowPlace(FlowId.of("flow-1"), 3);
		NewJob member = job().priority(2).payload(text("a", size)).unique(KEEP).build().inFlow(place, null);
		put(member);
		for (int i = 0; i < 2; i++) {
			assertThat(put(job().payload(text("b", next)).unique(REPLACE).build()))
				.isEqualTo(new InsertResult(Kind.REPLACED, member.id()));
		}
		assertThat(info(member.id())).satisfies((info) -> {
			assertThat(info.flow()).isEqualTo(place.flow());
			assertThat(info.payload()).isEqualTo(text("b", next));
			assertThat(info.priority()).isEqualTo(2);
		});
		assertThat(claim().details().flow()).isEqualTo(place);
	}

	@Test
	void memberThatIsReplacedInItsBatchStaysInItsFlow() {
		FlowPlace place = new FlowPlace(FlowId.of("flow-1"), 0);
		NewJob member = job().payload("1").unique(KEEP).build().inFlow(place, null);
		this.store.intake().insert(List.of(member, job().payload("2").unique(REPLACE).build()));
		ClaimedJob claimed = claim();
		assertThat(claimed.payload()).isEqualTo("2");
		assertThat(claimed.details().flow()).isEqualTo(place);
	}

	@Test
	void newestOfABatchWins() {
		List<NewJob> jobs = new ArrayList<>();
		for (int size : new int[] { 10, 40000, 20, 50000, 30 }) {
			jobs.add(job().payload(text("a", size)).unique(REPLACE).build());
			jobs.add(job().build());
		}
		List<InsertResult> results = this.store.intake().insert(jobs);
		assertThat(results.get(0).isInserted()).isTrue();
		for (int i = 1; i < jobs.size(); i++) {
			assertThat(results.get(i))
				.isEqualTo((i % 2 == 1) ? InsertResult.INSERTED : new InsertResult(Kind.REPLACED, jobs.get(0).id()));
		}
		assertThat(info(jobs.get(0).id()).payload()).isEqualTo(text("a", 30));
	}

	@Test
	void keptLargeJobLeavesNothing() {
		JobId first = insert(job().unique(UniqueKey.of("doc 1")));
		NewJob second = job().payload(text("x", 50000)).unique(UniqueKey.of("doc 1")).build();
		assertThat(put(second)).isEqualTo(new InsertResult(Kind.KEPT, first));
		assertThat(this.store.queries().find(List.of(second.id()))).isEmpty();
	}

	@Test
	void jobThatHasBeenClaimedIsNotReplaced() {
		insert(job().payload("1").unique(REPLACE));
		ClaimedJob first = claim();
		assertThat(put(job().payload("2").unique(REPLACE).build())).isEqualTo(InsertResult.INSERTED);
		finish(Outcome.release(first.id(), 1));
		assertThat(put(job().payload("3").unique(REPLACE).build()).kind()).isEqualTo(Kind.REPLACED);
		assertThat(claim(5)).extracting(ClaimedJob::payload).containsExactlyInAnyOrder("1", "3");
	}

	@Test
	void ownerThatRanBeforeGivesTheKeyAway() {
		JobId first = ended(job().payload("1").unique(REPLACE), JobStatus.FAILED);
		this.store.actions().requeue(first);
		NewJob second = job().payload("2").unique(REPLACE).build();
		assertThat(put(second)).isEqualTo(InsertResult.INSERTED);
		assertThat(claim(5)).extracting(ClaimedJob::payload).containsExactlyInAnyOrder("1", "2");
	}

	@Test
	void cancelledJobThatLivesAgainIsReplaced() {
		JobId first = insert(job().payload("1").unique(REPLACE));
		this.store.actions().cancel(first);
		this.store.actions().requeue(first);
		assertThat(put(job().payload("2").unique(REPLACE).build())).isEqualTo(new InsertResult(Kind.REPLACED, first));
	}

	@Test
	void debounceReplacesAndPutsOff() {
		UniqueKey key = UniqueKey.of("doc 1").debounce(LONG);
		JobId first = insert(job().payload("1").delay(Duration.ofSeconds(20)).unique(key));
		JobInfo before = info(first);
		NewJob second = job().payload("2").delay(Duration.ofSeconds(60)).unique(key).build();
		assertThat(put(second)).isEqualTo(new InsertResult(Kind.DEBOUNCED, first));
		JobInfo after = info(first);
		assertThat(after.payload()).isEqualTo("2");
		assertThat(after.dueAt()).isAfterOrEqualTo(before.dueAt().plusSeconds(40));
		assertThat(size(JobStatus.SCHEDULED)).isEqualTo(1);
	}

	@Test
	void debounceDoesNotPutOffBeyondTheLongestWait() {
		UniqueKey key = UniqueKey.of("doc 1").debounce(Duration.ofSeconds(30));
		JobId first = insert(job().delay(Duration.ofSeconds(20)).unique(key));
		put(job().delay(Duration.ofSeconds(29)).unique(key).build());
		put(job().delay(LONG).unique(key).build());
		assertThat(info(first).dueAt()).isEqualTo(info(first).createdAt().plusSeconds(30));
	}

	@Test
	void debouncePutsOffAJobThatIsReady() {
		UniqueKey key = UniqueKey.of("doc 1").debounce(LONG);
		JobId first = insert(job().unique(key));
		put(job().delay(Duration.ofSeconds(60)).unique(key).build());
		assertThat(status(first)).isEqualTo(JobStatus.SCHEDULED);
		assertThat(size(JobStatus.QUEUED)).isZero();
		assertThat(claim(5)).isEmpty();
	}

	@Test
	void debouncedManyTimesRunsOnceWithinTheLongestWait() {
		UniqueKey key = UniqueKey.of("doc 1").debounce(Duration.ofSeconds(1));
		JobId first = insert(job().payload("0").delay(Duration.ofMillis(900)).unique(key));
		int ran = 0;
		for (int i = 1; i <= 1000 && ran == 0; i++) {
			InsertResult result = put(job().payload("" + i).delay(Duration.ofMillis(900)).unique(key).build());
			assertThat(result).isEqualTo(new InsertResult(Kind.DEBOUNCED, first));
			if (i % 100 == 0) {
				ran = claim(1).size();
			}
		}
		ClaimedJob job = (ran == 0) ? awaitClaim() : null;
		assertThat(claim(5)).isEmpty();
		JobInfo info = info(first);
		assertThat(Duration.between(info.createdAt(), info.dueAt())).isLessThanOrEqualTo(Duration.ofSeconds(1));
		if (job != null) {
			assertThat(job.payload()).isEqualTo("1000");
		}
	}

	private InsertResult put(NewJob job) {
		return this.store.intake().insert(List.of(job)).get(0);
	}

	private static String text(String letter, int length) {
		return "\"" + letter.repeat(length) + "\"";
	}

}
