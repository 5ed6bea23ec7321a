package io.jobqueue.dispatch.group;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

import io.jobqueue.JobId;
import io.jobqueue.UniqueKey;
import io.jobqueue.dispatch.group.StoreCalls.Call;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.jobqueue.dispatch.group.StoreCalls.job;
import static io.jobqueue.dispatch.group.StoreCalls.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Which calls are made for the dispatches of several threads, and by whom. */
@Timeout(60)
class GroupedInsertsTests {

	private static final Duration LONG = Duration.ofMinutes(5);

	private final StoreCalls store = new StoreCalls();

	private final GroupedInserts inserts = inserts(new GroupBounds(100, 40_000, LONG, LONG));

	private final List<FutureTask<InsertResult>> callers = new ArrayList<>();

	private GroupedInserts inserts(GroupBounds bounds) {
		return new GroupedInserts(this.store::insert, bounds, System::nanoTime);
	}

	@AfterEach
	void nothingIsKept() {
		await().until(this.inserts::isIdle);
		assertThat(this.store.isEmpty()).isTrue();
	}

	@Test
	void threadAloneMakesItsCallAtOnce() throws Exception {
		FutureTask<InsertResult> caller = this.store.start(this.inserts, job("a"));
		Call call = this.store.next();
		assertThat(call.ids()).containsExactly("a");
		assertThat(call.thread()).isSameAs(this.store.thread(job("a")));
		call.succeed();
		assertThat(result(caller)).isEqualTo(InsertResult.INSERTED);
	}

	@Test
	void whatIsDispatchedDuringACallGoesTogetherWithTheNext() throws Exception {
		Call first = occupy();
		inLine(job("a"), job("b"), job("c"));
		assertThat(this.store.isEmpty()).isTrue();
		first.succeed();
		Call shared = this.store.next();
		assertThat(shared.ids()).containsExactly("a", "b", "c");
		assertThat(shared.thread()).isSameAs(this.store.thread(job("a")));
		InsertResult kept = new InsertResult(InsertResult.Kind.KEPT, JobId.of("owner"));
		shared.succeed(InsertResult.INSERTED, kept, InsertResult.FULL);
		assertThat(result(this.callers.get(0))).isEqualTo(InsertResult.INSERTED);
		assertThat(result(this.callers.get(1))).isEqualTo(InsertResult.INSERTED);
		assertThat(result(this.callers.get(2))).isEqualTo(kept);
		assertThat(result(this.callers.get(3))).isEqualTo(InsertResult.FULL);
	}

	@Test
	void noCallerMakesTwoCallsForOthers() throws Exception {
		Call first = occupy();
		inLine(job("a"), job("b"));
		first.succeed();
		Call second = this.store.next();
		inLine(job("c"), job("d"));
		second.succeed();
		Call third = this.store.next();
		assertThat(third.ids()).containsExactly("c", "d");
		assertThat(third.thread()).isSameAs(this.store.thread(job("c")));
		third.succeed();
		results(InsertResult.INSERTED);
	}

	@Test
	void callHasABoundedNumberOfJobs() throws Exception {
		GroupedInserts bounded = inserts(new GroupBounds(3, 40_000, LONG, LONG));
		Call first = occupy(bounded);
		for (String id : List.of("a", "b", "c", "d")) {
			this.callers.add(this.store.startInLine(bounded, job(id)));
		}
		first.succeed();
		Call second = this.store.next();
		assertThat(second.ids()).containsExactly("a", "b", "c");
		second.succeed();
		Call third = this.store.next();
		assertThat(third.ids()).containsExactly("d");
		third.succeed();
		results(InsertResult.INSERTED);
		assertThat(bounded.isIdle()).isTrue();
	}

	@Test
	void callHasABoundedLength() throws Exception {
		Call first = occupy();
		for (int i = 0; i < 11; i++) {
			inLine(new NewJob(JobId.of("job-" + i), "mails", "send", "x".repeat(3_900)));
		}
		first.succeed();
		Call second = this.store.next();
		assertThat(second.ids()).hasSize(10);
		second.succeed();
		Call third = this.store.next();
		assertThat(third.ids()).containsExactly("job-10");
		third.succeed();
		results(InsertResult.INSERTED);
	}

	@Test
	void largeJobGoesAlone() throws Exception {
		goesBeside(new NewJob(JobId.of("large"), "mails", "send", "x".repeat(4_000)));
	}

	@Test
	void jobWithAUniqueKeyGoesAlone() throws Exception {
		goesBeside(job("keyed").withTraits(JobTraits.of(UniqueTrait.of(UniqueKey.of("k"), "send", "k"))));
	}

	@Test
	void queuesDoNotWaitForEachOther() throws Exception {
		goesBeside(new NewJob(JobId.of("other"), "reports", "build", "1"));
	}

	@Test
	void plainJobsDoNotWaitForThoseWithTraits() throws Exception {
		goesBeside(job("tagged").withTraits(JobTraits.NONE.withTags(List.of("t"))));
	}

	@Test
	void severalJobsOfOneCallerGoByACallOfTheirOwn() throws Exception {
		Call first = occupy();
		FutureTask<List<InsertResult>> bulk = new FutureTask<>(() -> this.inserts.insert(List.of(job("a"), job("b"))));
		new Thread(bulk).start();
		Call second = this.store.next();
		assertThat(second.ids()).containsExactly("a", "b");
		second.succeed();
		assertThat(bulk.get()).hasSize(2);
		first.succeed();
		results(InsertResult.INSERTED);
	}

	private void goesBeside(NewJob job) throws Exception {
		Call first = occupy();
		this.callers.add(this.store.start(this.inserts, job));
		Call second = this.store.next();
		assertThat(second.ids()).containsExactly(job.id().value());
		second.succeed();
		first.succeed();
		results(InsertResult.INSERTED);
	}

	private Call occupy() throws InterruptedException {
		return occupy(this.inserts);
	}

	/** A call that is under way. */
	private Call occupy(GroupedInserts through) throws InterruptedException {
		this.callers.add(this.store.start(through, job("first")));
		return this.store.next();
	}

	private void inLine(NewJob... jobs) {
		for (NewJob job : jobs) {
			this.callers.add(this.store.startInLine(this.inserts, job));
		}
	}

	private void results(InsertResult expected) throws Exception {
		for (FutureTask<InsertResult> caller : this.callers) {
			assertThat(result(caller)).isEqualTo(expected);
		}
	}

}
