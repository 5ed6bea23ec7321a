package io.jobqueue.worker.permit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.jobqueue.worker.options.QueuePattern;
import io.jobqueue.worker.options.SharedContainer;
import io.jobqueue.worker.options.SharedContainer.Order;
import io.jobqueue.worker.outcome.ClaimMode;
import io.jobqueue.worker.outcome.StopReason;

import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;

class PermitPoolTests {

	private static final SharedContainer CONTAINER = new SharedContainer("x",
			List.of(new QueuePattern("a"), new QueuePattern("b")), Order.STRICT, Map.of(), 4);

	private final AtomicLong nanos = new AtomicLong();

	private final PermitPool pool = new PermitPool(4, PermitTurns.of(CONTAINER), this.nanos::get);

	private final Permits a = this.pool.join("a", new ClaimMode(4, 0));

	private final Permits b = this.pool.join("b", new ClaimMode(4, 0));

	private final List<FakeJob> started = new ArrayList<>();

	@Test
	void aQueueMayUseAllPermitsWhileTheOtherHasNoJobs() {
		assertThat(this.a.awaitRoom()).isEqualTo(4);
		assertThat(this.b.awaitRoom(Duration.ZERO)).isZero();
		this.a.giveUp(0);
		assertThat(this.b.awaitRoom()).isEqualTo(4);
	}

	@Test
	void thePermitsAreForTheFirstQueueUntilItsFirstClaim() {
		assertThat(this.b.awaitRoom(Duration.ZERO)).isZero();
		assertThat(this.a.awaitRoom()).isEqualTo(4);
		this.a.giveUp(1);
		assertThat(this.b.awaitRoom()).isEqualTo(3);
	}

	@Test
	void permitsThatAClaimLeftGoToTheQueueThatWaits() throws Exception {
		assertThat(this.a.awaitRoom()).isEqualTo(4);
		CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(this.b::awaitRoom);
		this.a.giveUp(1);
		assertThat(waiting.get(10, TimeUnit.SECONDS)).isBetween(1, 3);
		assertThat(this.b.awaitRoom()).isEqualTo(3);
		submit(this.a);
		assertThat(this.started).hasSize(1);
		assertThat(this.a.isAnyFree()).isTrue();
	}

	@Test
	void jobsThatStartNowGetPermitsInTheirTurn() {
		this.a.awaitRoom();
		List<FakeJob> jobs = List.of(submit(this.a), submit(this.a), submit(this.a));
		this.b.awaitRoom(Duration.ZERO);
		this.a.giveUp(2);
		jobs.get(0).permit.release();
		assertThat(List.of(this.a.startable(), this.b.startable())).containsExactly(2, 0);
		jobs.get(1).permit.release();
		assertThat(List.of(this.a.startable(), this.b.startable())).containsExactly(2, 1);
		submit(this.a);
		submit(this.a);
		jobs.get(2).permit.release();
		assertThat(List.of(this.a.startable(), this.b.startable())).containsExactly(0, 2);
	}

	@Test
	void aPermitIsSetAsideForTheFirstQueueWhileItClaims() {
		this.a.awaitRoom();
		List<FakeJob> jobs = List.of(submit(this.a), submit(this.a), submit(this.a), submit(this.a));
		assertThat(this.b.awaitRoom(Duration.ZERO)).isZero();
		jobs.get(0).permit.release();
		assertThat(this.b.awaitRoom(Duration.ZERO)).isZero();
		assertThat(this.a.startable()).isEqualTo(1);
		assertThat(this.a.awaitRoom()).isEqualTo(1);
	}

	@Test
	void aJobThatEndsFreesAPermitForTheOtherQueue() throws Exception {
		this.a.awaitRoom();
		FakeJob job = submit(this.a);
		this.a.giveUp(0);
		assertThat(this.b.awaitRoom()).isEqualTo(3);
		assertThat(this.a.awaitAllFree(Duration.ZERO)).isFalse();
		job.permit.release();
		assertThat(this.b.awaitRoom()).isEqualTo(4);
		assertThat(this.a.awaitAllFree(Duration.ZERO)).isTrue();
	}

	@Test
	void permitsOfAClaimThatHangsGoToTheQueueThatWaits() {
		assertThat(this.a.awaitRoom()).isEqualTo(4);
		this.nanos.addAndGet(PermitPool.LONGEST_SET_ASIDE.toNanos() + 1);
		assertThat(this.b.awaitRoom()).isEqualTo(4);
		FakeJob late = new FakeJob(this.a);
		assertThat(this.a.submit(late.permit, late, false)).isFalse();
		this.b.giveUp(0);
		assertThat(this.a.submit(late.permit, late, false)).isTrue();
	}

	@Test
	void permitsOfAQueueThatStopsGoToTheOther() {
		assertThat(this.a.awaitRoom()).isEqualTo(4);
		this.a.close();
		assertThat(this.a.awaitRoom()).isZero();
		assertThat(this.b.awaitRoom()).isEqualTo(4);
	}

	@Test
	void noMoreThreadsAreAbandonedThanThereArePermitsInAll() {
		this.a.awaitRoom();
		List<FakeJob> first = List.of(submit(this.a), submit(this.a), submit(this.a));
		assertThat(first).allMatch((job) -> job.permit.abandon());
		this.a.giveUp(0);
		this.b.awaitRoom();
		List<FakeJob> second = List.of(submit(this.b), submit(this.b));
		assertThat(second.get(0).permit.abandon()).isTrue();
		assertThat(second.get(1).permit.abandon()).isFalse();
		assertThat(List.of(this.a.abandoned(), this.b.abandoned())).containsExactly(3, 1);
		first.get(0).permit.release();
		assertThat(second.get(1).permit.abandon()).isTrue();
	}

	@Test
	void turnsForgetAQueueThatLeaves() {
		PermitTurns turns = mock(PermitTurns.class);
		PermitPool pool = new PermitPool(4, turns, this.nanos::get);
		Permits permits = pool.join("t-1", new ClaimMode(4, 0));
		pool.join("t-2", new ClaimMode(4, 0));
		permits.close();
		InOrder order = inOrder(turns);
		order.verify(turns).stopped("t-1");
		order.verify(turns).left("t-1");
	}

	private FakeJob submit(Permits permits) {
		FakeJob job = new FakeJob(permits);
		assertThat(permits.submit(job.permit, job, true)).isTrue();
		return job;
	}

	private final class FakeJob implements LaunchableJob {

		private final Permit permit;

		private FakeJob(Permits permits) {
			this.permit = permits.request(1);
		}

		@Override
		public void start() {
			PermitPoolTests.this.started.add(this);
		}

		@Override
		public boolean stop(StopReason reason) {
			this.permit.release();
			return true;
		}

	}

}
