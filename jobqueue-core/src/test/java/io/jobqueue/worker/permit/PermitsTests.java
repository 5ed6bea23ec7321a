package io.jobqueue.worker.permit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.jobqueue.worker.outcome.ClaimAhead;
import io.jobqueue.worker.outcome.ClaimBounds;
import io.jobqueue.worker.outcome.StopReason;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PermitsTests {

	private final Bounds bounds = new Bounds();

	private final Permits permits = Permits.of(2, "q", this.bounds);

	private final List<FakeJob> started = new ArrayList<>();

	private final List<FakeJob> givenBack = new ArrayList<>();

	@Test
	void thereIsRoomForAsManyAsAreFree() {
		assertThat(this.permits.awaitRoom()).isEqualTo(2);
		submit();
		assertThat(this.permits.awaitRoom()).isEqualTo(1);
		FakeJob second = submit();
		assertThat(this.permits.awaitRoom(Duration.ZERO)).isZero();
		second.permit.release();
		assertThat(this.permits.awaitRoom()).isEqualTo(1);
	}

	@Test
	void aPermitCountsOnceHoweverOftenItIsReleased() {
		FakeJob first = submit();
		submit();
		first.permit.release();
		first.permit.release();
		assertThat(this.permits.active()).isEqualTo(1);
	}

	@Test
	void waitingForRoomEndsWhenOneIsFree() throws Exception {
		FakeJob first = submit();
		submit();
		CompletableFuture<Integer> later = CompletableFuture.supplyAsync(this.permits::awaitRoom);
		first.permit.release();
		assertThat(later.get(10, TimeUnit.SECONDS)).isEqualTo(1);
	}

	@Test
	void closingEndsTheWaitWithNothing() throws Exception {
		submit();
		submit();
		CompletableFuture<Integer> later = CompletableFuture.supplyAsync(this.permits::awaitRoom);
		this.permits.close();
		assertThat(later.get(10, TimeUnit.SECONDS)).isZero();
	}

	@Test
	void anAbandonedPermitIsFreeForOthersUntilThereAreAsMany() throws Exception {
		assertThat(List.of(submit(), submit())).allMatch((job) -> job.permit.abandon());
		assertThat(this.permits.awaitAllFree(Duration.ZERO)).isTrue();
		List<FakeJob> next = List.of(submit(), submit());
		assertThat(next).noneMatch((job) -> job.permit.abandon());
		next.get(0).permit.release();
		assertThat(this.permits.awaitRoom()).isEqualTo(1);
	}

	@Test
	void aThreadThatEndsAfterAllAddsNoPermit() {
		FakeJob first = submit();
		submit();
		first.permit.abandon();
		first.permit.release();
		first.permit.release();
		assertThat(this.permits.abandoned()).isZero();
		assertThat(this.permits.active()).isEqualTo(1);
	}

	@Test
	void aReleasedPermitGoesToTheFirstInLine() {
		FakeJob first = submit();
		submit();
		FakeJob third = submit();
		FakeJob fourth = submit();
		assertThat(this.started).doesNotContain(third, fourth);
		first.permit.release();
		assertThat(this.started).contains(third).doesNotContain(fourth);
		third.permit.abandon();
		assertThat(this.started).contains(fourth);
		assertThat(this.permits.active()).isEqualTo(2);
		assertThat(this.permits.backlogSize()).isZero();
	}

	@Test
	void thereIsNoRoomInLineWhileItHoldsMoreBytesThanPlanned() {
		this.bounds.ahead = 10;
		FakeJob first = submit();
		submit();
		FakeJob large = new FakeJob(ClaimAhead.MOST_BYTES / 2 + 1);
		this.permits.submit(large.permit, large, true);
		assertThat(this.permits.awaitRoom(Duration.ZERO)).isZero();
		first.permit.release();
		assertThat(this.permits.awaitRoom()).isEqualTo(10);
	}

	@Test
	void theLineHoldsNoMoreBytesThanItMay() {
		FakeJob first = submit();
		submit();
		FakeJob large = new FakeJob(ClaimAhead.MOST_BYTES - 10);
		assertThat(this.permits.submit(large.permit, large, true)).isTrue();
		FakeJob tooLarge = new FakeJob(11);
		assertThat(this.permits.submit(tooLarge.permit, tooLarge, true)).isFalse();
		FakeJob small = new FakeJob(10);
		assertThat(this.permits.submit(small.permit, small, true)).isTrue();
		first.permit.release();
		assertThat(this.permits.submit(tooLarge.permit, tooLarge, true)).isTrue();
		small.permit.release();
		tooLarge.permit.release();
		FakeJob last = new FakeJob(ClaimAhead.MOST_BYTES);
		assertThat(this.permits.submit(last.permit, last, true)).isTrue();
		this.permits.clearBacklog();
		FakeJob next = new FakeJob(ClaimAhead.MOST_BYTES);
		assertThat(this.permits.submit(next.permit, next, true)).isTrue();
	}

	@Test
	void thereIsRoomInLineAgainOnceHalfHaveLeftIt() {
		this.bounds.ahead = 4;
		assertThat(this.permits.awaitRoom()).isEqualTo(6);
		List<FakeJob> jobs = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			jobs.add(submit());
		}
		jobs.get(0).permit.release();
		assertThat(this.permits.awaitRoom(Duration.ZERO)).isZero();
		jobs.get(1).permit.release();
		assertThat(this.permits.awaitRoom()).isEqualTo(2);
	}

	@Test
	void waitingForRoomEndsWhenHalfOfTheLineHasLeft() throws Exception {
		this.bounds.ahead = 2;
		FakeJob first = submit();
		submit();
		submit();
		submit();
		CompletableFuture<Integer> later = CompletableFuture.supplyAsync(this.permits::awaitRoom);
		first.permit.release();
		assertThat(later.get(10, TimeUnit.SECONDS)).isEqualTo(1);
	}

	@Test
	void oneThatWasStoppedInLineIsNotStarted() {
		FakeJob first = submit();
		submit();
		FakeJob stopped = submit();
		FakeJob fourth = submit();
		stopped.permit.release();
		assertThat(this.permits.active()).isEqualTo(2);
		assertThat(this.permits.backlogSize()).isEqualTo(1);
		first.permit.release();
		assertThat(this.started).contains(fourth).doesNotContain(stopped);
		fourth.permit.release();
		assertThat(this.permits.active()).isEqualTo(1);
	}

	@Test
	void oneThatMayNotWaitIsRefusedWhenNoneIsFree() {
		submit();
		submit();
		FakeJob hasty = new FakeJob();
		assertThat(this.permits.submit(hasty.permit, hasty, false)).isFalse();
		assertThat(this.permits.backlogSize()).isZero();
	}

	@Test
	void clearingGivesBackWhoIsInLineOnly() {
		submit();
		submit();
		FakeJob third = submit();
		this.permits.clearBacklog();
		assertThat(this.givenBack).containsExactly(third);
		assertThat(this.permits.backlogSize()).isZero();
	}

	@Test
	void closingGivesBackTheLineAndRefusesMore() {
		FakeJob first = submit();
		submit();
		FakeJob third = submit();
		this.permits.close();
		assertThat(this.givenBack).containsExactly(third);
		first.permit.release();
		FakeJob late = new FakeJob();
		assertThat(this.permits.submit(late.permit, late, true)).isFalse();
		assertThat(this.started).hasSize(2);
	}

	@Test
	void oneThatCannotBeStartedFromTheLineIsGivenBackAndTheNextIsStarted() {
		FakeJob first = submit();
		submit();
		FakeJob broken = submit();
		broken.broken = true;
		FakeJob next = submit();
		first.permit.release();
		assertThat(this.givenBack).containsExactly(broken);
		assertThat(this.started).contains(next);
		assertThat(this.permits.active()).isEqualTo(2);
	}

	@Test
	void theCallerHearsOfOneThatCannotBeStartedAtOnce() {
		FakeJob broken = new FakeJob();
		broken.broken = true;
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> this.permits.submit(broken.permit, broken, true));
		broken.stop(StopReason.SHUTDOWN);
		assertThat(this.permits.active()).isZero();
	}

	private FakeJob submit() {
		FakeJob job = new FakeJob();
		assertThat(this.permits.submit(job.permit, job, true)).isTrue();
		return job;
	}

	private static final class Bounds implements ClaimBounds {

		private int ahead;

		@Override
		public int ahead() {
			return this.ahead;
		}

		@Override
		public int batch() {
			return 1;
		}

	}

	private final class FakeJob implements LaunchableJob {

		private final Permit permit;

		private boolean broken;

		private FakeJob() {
			this(1);
		}

		private FakeJob(long size) {
			this.permit = PermitsTests.this.permits.request(size);
		}

		@Override
		public void start() {
			if (this.broken) {
				throw new RejectedExecutionException("broken on purpose");
			}
			PermitsTests.this.started.add(this);
		}

		@Override
		public boolean stop(StopReason reason) {
			PermitsTests.this.givenBack.add(this);
			this.permit.release();
			return true;
		}

	}

}
