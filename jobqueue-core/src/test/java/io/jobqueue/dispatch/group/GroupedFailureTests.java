package io.jobqueue.dispatch.group;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.jobqueue.dispatch.group.StoreCalls.Call;
import io.jobqueue.store.error.NewerReleaseException;
import io.jobqueue.store.error.StoreFullException;
import io.jobqueue.store.error.StoreRefusedException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.jobqueue.dispatch.group.StoreCalls.failure;
import static io.jobqueue.dispatch.group.StoreCalls.job;
import static io.jobqueue.dispatch.group.StoreCalls.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What each caller gets when a shared call fails, hangs or is interrupted. */
@Timeout(60)
class GroupedFailureTests {

	private final AtomicLong nanos = new AtomicLong();

	private final StoreCalls store = new StoreCalls();

	private final List<FutureTask<InsertResult>> callers = new ArrayList<>();

	@Test
	void refusedJobHarmsNoOther() throws Exception {
		Call shared = share();
		shared.fail(new StoreRefusedException("one of them is too large", null));
		answer("b", new StoreRefusedException("b is too large", null));
		assertThat(result(this.callers.get(0))).isEqualTo(InsertResult.INSERTED);
		assertThat(failure(this.callers.get(1))).isInstanceOf(StoreRefusedException.class).hasMessage("b is too large");
		assertThat(result(this.callers.get(2))).isEqualTo(InsertResult.INSERTED);
	}

	@Test
	void storeThatGetsFullInTheMiddleKeepsTheFirst() throws Exception {
		Call shared = share();
		shared.fail(new StoreFullException("full", null));
		for (int i = 0; i < 3; i++) {
			Call again = this.store.next();
			if (again.ids().equals(List.of("a"))) {
				again.succeed(InsertResult.ALREADY_THERE);
			}
			else {
				again.fail(new StoreFullException("full for " + again.ids(), null));
			}
		}
		assertThat(result(this.callers.get(0))).isEqualTo(InsertResult.INSERTED);
		assertThat(failure(this.callers.get(1))).isInstanceOf(StoreFullException.class).hasMessage("full for [b]");
		assertThat(failure(this.callers.get(2))).isInstanceOf(StoreFullException.class).hasMessage("full for [c]");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void eachGetsAnExceptionOfItsOwnWhenTheStoreCannotBeUsed(boolean noEffect) throws Exception {
		Call shared = share();
		StoreUnavailableException failure = new StoreUnavailableException("no answer", null, noEffect);
		shared.fail(failure);
		List<Throwable> got = new ArrayList<>();
		for (FutureTask<InsertResult> caller : this.callers) {
			got.add(failure(caller));
		}
		assertThat(got).doesNotContain(failure).doesNotHaveDuplicates().allSatisfy((each) -> {
			assertThat(each).isExactlyInstanceOf(StoreUnavailableException.class)
				.hasMessage("no answer")
				.hasCause(failure);
			assertThat(((StoreUnavailableException) each).hadNoEffect()).isEqualTo(noEffect);
		});
		assertThat(this.store.isEmpty()).isTrue();
	}

	@Test
	void failureOfAnotherTypeIsMetByEachAlone() throws Exception {
		Call shared = share();
		shared.fail(new NewerReleaseException("newer"));
		answer("c", new NewerReleaseException("newer still"));
		assertThat(result(this.callers.get(0))).isEqualTo(InsertResult.INSERTED);
		assertThat(result(this.callers.get(1))).isEqualTo(InsertResult.INSERTED);
		assertThat(failure(this.callers.get(2))).isInstanceOf(NewerReleaseException.class).hasMessage("newer still");
	}

	@Test
	void errorIsThatOfTheThreadThatMakesTheCall() throws Exception {
		Call shared = share();
		shared.fail(new StackOverflowError());
		this.store.next().succeed();
		this.store.next().succeed();
		assertThat(failure(this.callers.get(0))).isInstanceOf(StackOverflowError.class);
		assertThat(result(this.callers.get(1))).isEqualTo(InsertResult.INSERTED);
		assertThat(result(this.callers.get(2))).isEqualTo(InsertResult.INSERTED);
	}

	@Test
	void interruptOfTheThreadThatMakesTheCallHarmsNoOther() throws Exception {
		Call shared = share();
		shared.thread().interrupt();
		shared.fail(new StoreUnavailableException("interrupted", null));
		this.store.next().succeed();
		this.store.next().succeed();
		assertThat(failure(this.callers.get(0))).hasMessage("interrupted");
		assertThat(result(this.callers.get(1))).isEqualTo(InsertResult.INSERTED);
		assertThat(result(this.callers.get(2))).isEqualTo(InsertResult.INSERTED);
	}

	@Test
	void interruptedCallerInLineInsertsAlone() throws Exception {
		GroupedInserts inserts = inserts();
		FutureTask<InsertResult> first = this.store.start(inserts, job("first"));
		Call before = this.store.next();
		FutureTask<InsertResult> caller = this.store.startInLine(inserts, job("a"));
		this.store.thread(job("a")).interrupt();
		Call alone = this.store.next();
		assertThat(alone.thread()).isSameAs(this.store.thread(job("a")));
		assertThat(alone.ids()).containsExactly("a");
		alone.succeed();
		assertThat(result(caller)).isEqualTo(InsertResult.INSERTED);
		before.succeed();
		assertThat(result(first)).isEqualTo(InsertResult.INSERTED);
		await().until(inserts::isIdle);
	}

	@Test
	void interruptedCallerLearnsWhatCameOfItsJobAndStaysInterrupted() throws Exception {
		GroupedInserts inserts = inserts();
		this.store.start(inserts, job("first"));
		Call before = this.store.next();
		this.store.startInLine(inserts, job("a"));
		FutureTask<Boolean> stays = new FutureTask<>(() -> {
			boolean inserted = inserts.insert(List.of(job("b"))).get(0).isInserted();
			return inserted && Thread.currentThread().isInterrupted();
		});
		Thread thread = new Thread(stays);
		thread.start();
		await().until(() -> LockSupport.getBlocker(thread) instanceof Caller);
		before.succeed();
		Call shared = this.store.next();
		assertThat(shared.ids()).containsExactly("a", "b");
		thread.interrupt();
		await().until(() -> !thread.isInterrupted());
		shared.succeed();
		assertThat(stays.get()).isTrue();
	}

	@Test
	void callThatTakesLongHoldsNobodyBack() throws Exception {
		GroupedInserts inserts = inserts();
		FutureTask<InsertResult> slow = this.store.start(inserts, job("slow"));
		Call hanging = this.store.next();
		this.callers.add(this.store.startInLine(inserts, job("a")));
		this.callers.add(this.store.startInLine(inserts, job("b")));
		pass(Duration.ofMillis(999), job("b"));
		assertThat(this.store.isEmpty()).isTrue();
		pass(Duration.ofMillis(1), job("b"));
		Call further = this.store.next();
		assertThat(further.ids()).containsExactly("b", "a");
		further.succeed();
		assertThat(result(this.callers.get(0))).isEqualTo(InsertResult.INSERTED);
		assertThat(result(this.callers.get(1))).isEqualTo(InsertResult.INSERTED);
		hanging.succeed();
		assertThat(result(slow)).isEqualTo(InsertResult.INSERTED);
		assertThat(inserts.isIdle()).isTrue();
	}

	@Test
	void callerOfACallWithoutAnswerDoesNotHang() throws Exception {
		Call shared = share();
		pass(Duration.ofSeconds(90), job("b"));
		assertThat(failure(this.callers.get(1))).isExactlyInstanceOf(StoreUnavailableException.class)
			.hasMessageContaining("not answered for 90s")
			.satisfies((ex) -> assertThat(((StoreUnavailableException) ex).hadNoEffect()).isFalse());
		shared.succeed();
		assertThat(result(this.callers.get(0))).isEqualTo(InsertResult.INSERTED);
	}

	private GroupedInserts inserts() {
		return new GroupedInserts(this.store::insert,
				new GroupBounds(100, 40_000, Duration.ofSeconds(1), Duration.ofSeconds(90)), this.nanos::get);
	}

	/** Let time pass for a caller that waits. */
	private void pass(Duration time, NewJob job) {
		this.nanos.addAndGet(time.toNanos());
		LockSupport.unpark(this.store.thread(job));
	}

	/** A call with the jobs a, b and c of three callers. */
	private Call share() throws Exception {
		GroupedInserts inserts = inserts();
		FutureTask<InsertResult> first = this.store.start(inserts, job("first"));
		Call before = this.store.next();
		for (String id : List.of("a", "b", "c")) {
			this.callers.add(this.store.startInLine(inserts, job(id)));
		}
		before.succeed();
		assertThat(result(first)).isEqualTo(InsertResult.INSERTED);
		Call shared = this.store.next();
		assertThat(shared.ids()).containsExactly("a", "b", "c");
		return shared;
	}

	/** Answer three calls of one job each, of which one fails. */
	private void answer(String failing, RuntimeException failure) throws Exception {
		for (int i = 0; i < 3; i++) {
			Call again = this.store.next();
			assertThat(again.ids()).hasSize(1);
			if (again.ids().contains(failing)) {
				again.fail(failure);
			}
			else {
				again.succeed();
			}
		}
	}

}
