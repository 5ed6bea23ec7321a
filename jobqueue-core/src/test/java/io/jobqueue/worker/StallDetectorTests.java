package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.jobqueue.QueueInfo;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.worker.feed.ClaimProgress;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class StallDetectorTests {

	private static final Duration LEASE = Duration.ofSeconds(30);

	private static final ClaimResult NOTHING = new ClaimResult(List.of(), null, false, null);

	/** Nothing was expected. */
	private static final ClaimResult MOVED = new ClaimResult(List.of(), null, true, null);

	private static final ClaimResult LIMITED = new ClaimResult(List.of(), null, false, null, ClaimResult.NO_RULES);

	private final AtomicLong nanos = new AtomicLong();

	private final ClaimProgress progress = new ClaimProgress(this.nanos::get);

	private final AtomicInteger looks = new AtomicInteger();

	private boolean room = true;

	private boolean paused;

	private Runnable duringLook = () -> {
	};

	private boolean away;

	private @Nullable Duration age;

	private final StallDetector watch = new StallDetector("orders", LEASE, this.progress, () -> this.room, this::look,
			this.nanos::get);

	@Test
	void aClaimThatHangsWhileAJobIsDueIsToldOnceAndItsEndOnce(CapturedOutput output) {
		this.progress.claimStarted();
		this.age = Duration.ofSeconds(40);
		pass(31);
		assertThat(this.watch.stalledFor()).isEqualTo(Duration.ofSeconds(31));
		pass(60);
		assertThat(this.watch.stalledFor()).isEqualTo(Duration.ofSeconds(91));
		assertThat(output).containsOnlyOnce("Queue 'orders' makes no progress")
			.contains("has claimed none for 31s; the store has not replied to the last claim for 31s");
		this.progress.claimAnswered(MOVED);
		pass(1);
		assertThat(this.watch.stalledFor()).isNull();
		assertThat(output).containsOnlyOnce("Queue 'orders' makes progress again, after 92s");
	}

	@Test
	void theLastErrorStaysOnItsLineOfTheLog(CapturedOutput output) {
		this.progress.failed(new IllegalStateException("bad\n2026 INFO forged"));
		this.age = LEASE;
		pass(31);
		assertThat(output).contains("the last error was java.lang.IllegalStateException: bad\\n2026 INFO forged");
	}

	@Test
	void theLastErrorIsNamed(CapturedOutput output) {
		this.progress.failed(new StoreUnavailableException("no connection", null));
		this.age = Duration.ofSeconds(40);
		pass(31);
		assertThat(output)
			.contains("the last error was " + StoreUnavailableException.class.getName() + ": no connection");
	}

	@Test
	void claimsThatBringNothingAreNoReasonWhileNoJobHasBeenDueForALease() {
		pass(100);
		this.age = Duration.ofSeconds(29);
		pass(100);
		assertThat(this.watch.stalledFor()).isNull();
		this.age = Duration.ofSeconds(30);
		pass(100);
		assertThat(this.watch.stalledFor()).isEqualTo(LEASE);
	}

	@Test
	void aPausedQueueDoesNotStandStill() {
		this.paused = true;
		this.age = Duration.ofHours(1);
		pass(100);
		assertThat(this.watch.stalledFor()).isNull();
	}

	@Test
	void jobsThatALimitMayHoldBackDoNotStandStillHoweverRareClaimsAre() {
		this.age = Duration.ofHours(1);
		this.progress.claimAnswered(LIMITED);
		pass(100);
		this.progress.claimStarted();
		pass(1);
		assertThat(this.watch.stalledFor()).isNull();
		this.progress.claimAnswered(LIMITED);
		pass(100);
		assertThat(this.watch.stalledFor()).isNull();
		assertThat(this.looks).hasValue(0);
	}

	@Test
	void aClaimUnderLimitsThatHangsOrFailsStandsStill() {
		this.age = Duration.ofHours(1);
		this.progress.claimAnswered(LIMITED);
		pass(100);
		this.progress.claimStarted();
		pass(31);
		assertThat(this.watch.stalledFor()).isEqualTo(Duration.ofSeconds(31));
		this.progress.claimAnswered(LIMITED);
		pass(1);
		assertThat(this.watch.stalledFor()).isNull();
		this.progress.failed(new StoreUnavailableException("no connection", null));
		pass(31);
		assertThat(this.watch.stalledFor()).isEqualTo(Duration.ofSeconds(32));
	}

	@Test
	void jobsThatNoLimitHoldsBackAnyMoreHaveALease() {
		this.age = Duration.ofHours(1);
		this.progress.claimAnswered(LIMITED);
		pass(100);
		this.progress.claimStarted();
		this.progress.claimAnswered(NOTHING);
		pass(29);
		assertThat(this.watch.stalledFor()).isNull();
		pass(1);
		assertThat(this.watch.stalledFor()).isEqualTo(LEASE);
	}

	@Test
	void aWorkerWithoutRoomHasALeaseFromWhenItHasSome() {
		this.room = false;
		this.age = Duration.ofHours(1);
		pass(100);
		this.room = true;
		pass(29);
		assertThat(this.watch.stalledFor()).isNull();
		pass(1);
		assertThat(this.watch.stalledFor()).isEqualTo(LEASE);
	}

	@Test
	void aStoreThatCannotBeLookedAtChangesNothing() {
		this.age = Duration.ofHours(1);
		pass(31);
		this.away = true;
		pass(31);
		assertThat(this.watch.stalledFor()).isEqualTo(Duration.ofSeconds(62));
	}

	@Test
	void aClaimThatIsAnsweredDuringTheReadIsNoStall(CapturedOutput output) {
		this.age = Duration.ofHours(1);
		this.duringLook = () -> this.progress.claimAnswered(MOVED);
		pass(31);
		assertThat(this.looks).hasValue(1);
		assertThat(this.watch.stalledFor()).isNull();
		assertThat(output).doesNotContain("makes no progress");
	}

	@Test
	void permitsThatAreTakenDuringTheReadAreNoStall() {
		this.age = Duration.ofHours(1);
		this.duringLook = () -> this.room = false;
		pass(31);
		assertThat(this.looks).hasValue(1);
		assertThat(this.watch.stalledFor()).isNull();
	}

	@Test
	void theStoreIsAskedTwiceALeaseAtMostAndSeldomWhileClaimsAreAnswered() {
		for (int second = 0; second < 120; second++) {
			pass(1);
		}
		assertThat(this.looks).hasValueBetween(4, 8);
		this.looks.set(0);
		for (int second = 0; second < 120; second++) {
			this.progress.claimAnswered(NOTHING);
			pass(1);
		}
		assertThat(this.looks).hasValueBetween(1, 2);
		this.progress.claimAnswered(MOVED);
		pass(29);
		assertThat(this.looks).hasValueBetween(1, 2);
	}

	private void pass(int seconds) {
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
		if (this.watch.check()) {
			this.watch.readQueue();
		}
	}

	private QueueInfo look() {
		this.looks.incrementAndGet();
		this.duringLook.run();
		if (this.away) {
			throw new StoreUnavailableException("away", null);
		}
		return new QueueInfo("orders", this.paused, Map.of(), this.age);
	}

}
