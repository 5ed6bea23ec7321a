package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.JobStepInfo;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.job.StatusRetention;
import io.jobqueue.store.notes.Attempt;
import io.jobqueue.store.notes.StoredStep;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Finished steps are kept with their job, by the worker that holds it.
 */
abstract class StepContract extends NotesScene {

	private static final StoredStep FIRST = new StoredStep(1, "step 1", "\"r1\"");

	private static final StoredStep SECOND = new StoredStep(2, "step 2", "\"r2\"");

	static List<String> texts() {
		return TextContract.outcomes();
	}

	@Test
	void stepsAreReadInTheirOrder() {
		ClaimedJob job = insertAndClaim();
		assertThat(steps(job.id())).isEmpty();
		assertThat(keep(job, 1)).isTrue();
		assertThat(keep(job, 2)).isTrue();
		assertThat(steps(job.id())).containsExactly(FIRST, SECOND);
		assertThat(steps(JobId.of("unknown"))).isEmpty();
	}

	@Test
	void explorerShowsStepsWhereTheJobIs() {
		JobExplorer explorer = new StoreJobExplorer(this.store, new JacksonJobSerializer());
		ClaimedJob job = noted();
		notes().keepStep(attempt(job),
				new StoredStep(3, "login", "{\"user\":\"ann\",\"password\":{\"@sensitive\":\"x\"}}"));
		List<JobStepInfo> steps = List.of(new JobStepInfo(1, "step 1", "\"r1\""),
				new JobStepInfo(2, "step 2", "\"r2\""),
				new JobStepInfo(3, "login", "{\"user\":\"ann\",\"password\":\"***\"}"));
		assertThat(explorer.steps(job.id())).isEqualTo(steps);
		finish(Outcome.retry(job, Duration.ZERO, ERROR).withQueue(OTHER_QUEUE));
		assertThat(explorer.steps(job.id())).isEqualTo(steps);
		ClaimedJob there = claimFrom(OTHER_QUEUE);
		this.store.feed().finish(OTHER_QUEUE, WORKER, List.of(Outcome.success(there, null)));
		assertThat(explorer.steps(job.id())).isEqualTo(steps);
		assertThat(explorer.steps(JobId.of("unknown"))).isEmpty();
	}

	@Test
	void stepThatIsKeptAgainIsThereOnce() {
		ClaimedJob job = noted();
		assertThat(keep(job, 2)).isTrue();
		assertThat(steps(job.id())).containsExactly(FIRST, SECOND);
	}

	@Test
	void hundredStepsAndHardTextsAreKeptToTheLetter() {
		ClaimedJob job = insertAndClaim();
		String name = "Grüße 😀 %_' \"\\".repeat(12);
		List<StoredStep> all = IntStream.rangeClosed(1, 100)
			.mapToObj((i) -> new StoredStep(i, name + i, "{\"a\":[\"ü😀\",\"" + "x".repeat(1000) + "\"]}"))
			.toList();
		all.forEach((step) -> assertThat(notes().keepStep(attempt(job), step)).isTrue());
		assertThat(steps(job.id())).isEqualTo(all);
		finish(Outcome.success(job, null));
		this.store.actions().delete(job.id());
		assertThat(steps(job.id())).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("texts")
	void resultsAreKeptToTheLetter(String text) {
		ClaimedJob job = insertAndClaim();
		StoredStep step = new StoredStep(1, "a", text);
		notes().keepStep(attempt(job), step);
		assertThat(steps(job.id())).containsExactly(step);
	}

	@Test
	void stepsAreThereForTheNextAttempt() {
		ClaimedJob first = noted();
		retry(first);
		assertThat(steps(first.id())).containsExactly(FIRST, SECOND);
		ClaimedJob second = awaitClaim();
		assertThat(keep(second, 3)).isTrue();
		finish(Outcome.interrupted(second));
		ClaimedJob third = claim();
		assertThat(keep(third, 4)).isTrue();
		finish(Outcome.release(third.id(), third.delivery()));
		claim();
		assertThat(steps(first.id())).hasSize(4).startsWith(FIRST, SECOND);
	}

	@Test
	void stepsSurviveALostWorker() {
		insert();
		ClaimedJob job = claim(WORKER, 1, SHORT).jobs().get(0);
		boolean kept = keep(job, 1);
		awaitReclaim(100, 1);
		assertThat(keep(job, 2)).isFalse();
		ClaimedJob next = claim();
		assertThat(keep(job, 2)).isFalse();
		assertThat(steps(job.id())).isEqualTo(kept ? List.of(FIRST) : List.of());
		assertThat(keep(next, 2)).isTrue();
	}

	@Test
	void onlyTheHolderKeepsSteps() {
		ClaimedJob job = insertAndClaim();
		StoredStep step = new StoredStep(1, "a", "1");
		assertThat(notes().keepStep(new Attempt(QUEUE, OTHER_WORKER, job.id(), 1), step)).isFalse();
		assertThat(notes().keepStep(new Attempt(QUEUE, WORKER, job.id(), 2), step)).isFalse();
		assertThat(notes().keepStep(new Attempt(OTHER_QUEUE, WORKER, job.id(), 1), step)).isFalse();
		assertThat(notes().keepStep(new Attempt(QUEUE, WORKER, JobId.of("unknown"), 1), step)).isFalse();
		assertThat(steps(job.id())).isEmpty();
	}

	@Test
	void noStepIsKeptForAJobThatWaitsOrHasEnded() {
		ClaimedJob waiting = insertAndClaim();
		retry(waiting);
		assertThat(keep(waiting, 1)).isFalse();
		ClaimedJob done = awaitClaim();
		finish(Outcome.success(done, null));
		assertThat(keep(done, 1)).isFalse();
		ClaimedJob cancelled = insertAndClaim();
		this.store.actions().cancel(cancelled.id());
		assertThat(keep(cancelled, 1)).isFalse();
		assertThat(steps(cancelled.id())).isEmpty();
	}

	@Test
	void jobThatWasClaimedAheadKeepsSteps() {
		insert(2);
		List<ClaimedJob> jobs = this.store.feed().claim(new ClaimRequest(QUEUE, WORKER, 2, 1, LONG)).jobs();
		assertThat(keep(jobs.get(1), 1)).isTrue();
		finish(Outcome.success(jobs.get(1), null));
		assertThat(steps(jobs.get(1).id())).containsExactly(FIRST);
		assertThat(size(JobStatus.SUCCESS)).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource(value = JobStatus.class, names = { "FAILED", "MAX_RETRIES", "TIMEOUT", "ABORTED" })
	void requeueGoesOnBehindTheSteps(JobStatus status) {
		ClaimedJob job = noted();
		finish(Outcome.end(job, status, ERROR));
		this.store.actions().act(JobAction.REQUEUE, List.of(job.id()), Set.of(status));
		assertThat(steps(job.id())).containsExactly(FIRST, SECOND);
		assertThat(keep(claim(), 3)).isTrue();
		assertThat(log(job.id())).containsExactly("first");
	}

	@Test
	void requeueOfAJobThatSucceededStartsAnew() {
		ClaimedJob job = noted();
		finish(Outcome.success(job, "1"));
		assertThat(steps(job.id())).containsExactly(FIRST, SECOND);
		this.store.actions().act(JobAction.REQUEUE, List.of(job.id()), Set.of(JobStatus.SUCCESS));
		assertThat(steps(job.id())).isEmpty();
		assertThat(log(job.id())).containsExactly("first");
		ClaimedJob again = claim();
		assertThat(keep(again, 1)).isTrue();
		assertThat(append(again, 0, "second")).isTrue();
		assertThat(steps(job.id())).containsExactly(FIRST);
		assertThat(log(job.id())).containsExactly("first", "second");
	}

	@ParameterizedTest
	@EnumSource(value = JobStatus.class, names = { "SUCCESS", "FAILED", "CANCELLED" })
	void prunedJobLeavesNothing(JobStatus status) {
		ClaimedJob job = noted();
		ClaimedJob large = noted(job().payload("\"" + "x".repeat(20_000) + "\""));
		for (ClaimedJob each : List.of(job, large)) {
			if (status == JobStatus.CANCELLED) {
				this.store.actions().cancel(each.id());
			}
			else {
				finish((status == JobStatus.SUCCESS) ? Outcome.success(each, null) : Outcome.end(each, status, ERROR));
			}
		}
		assertThat(steps(large.id())).hasSize(2);
		Map<JobStatus, StatusRetention> none = Map.of(status, new StatusRetention(Duration.ZERO, 0));
		assertThat(this.store.maintenance().prune(QUEUE, none, 100).deleted()).isEqualTo(2);
		assertNothingIsLeft(job);
		assertNothingIsLeft(large);
	}

	@Test
	void deletedJobLeavesNothing() {
		ClaimedJob waiting = noted();
		finish(Outcome.retry(waiting, LONG, ERROR));
		ClaimedJob ended = noted();
		finish(Outcome.success(ended, null));
		ClaimedJob revived = noted();
		finish(Outcome.end(revived, JobStatus.FAILED, ERROR));
		this.store.actions().act(JobAction.REQUEUE, List.of(revived.id()), Set.of(JobStatus.FAILED));
		List.of(waiting, ended, revived).forEach((job) -> {
			assertThat(steps(job.id())).hasSize(2);
			this.store.actions().delete(job.id());
			assertNothingIsLeft(job);
		});
	}

	private void assertNothingIsLeft(ClaimedJob job) {
		assertThat(steps(job.id())).isEmpty();
		assertThat(notes().log(QUEUE, job.id(), 0).parts()).isEmpty();
	}

	@Test
	void jobThatMovesTakesItsNotesAlong() {
		ClaimedJob job = noted();
		finish(Outcome.retry(job, Duration.ZERO, ERROR).withQueue(OTHER_QUEUE));
		ClaimedJob there = claimFrom(OTHER_QUEUE);
		assertThat(notes().steps(OTHER_QUEUE, job.id())).containsExactly(FIRST, SECOND);
		assertThat(log(OTHER_QUEUE, job.id())).containsExactly("first");
		assertThat(keep(there, 3)).isTrue();
		Outcome back = Outcome.retry(there, Duration.ZERO, ERROR).withQueue(QUEUE);
		this.store.feed().finish(OTHER_QUEUE, WORKER, List.of(back));
		assertThat(steps(job.id())).hasSize(3).startsWith(FIRST, SECOND);
		finish(Outcome.success(claim(), null));
		this.store.actions().delete(job.id());
		assertNothingIsLeft(job);
	}

	@Test
	void stepsOfTwoHoldersAtOnceAreThoseOfTheLaterOne() {
		insert();
		ClaimedJob first = claim(WORKER, 1, Duration.ofMillis(1)).jobs().get(0);
		AtomicBoolean over = new AtomicBoolean();
		CompletableFuture<Void> loser = CompletableFuture.runAsync(() -> {
			while (!over.get()) {
				notes().keepStep(attempt(first), new StoredStep(1, "a", "\"first\""));
			}
		});
		awaitReclaim(100, 1);
		ClaimedJob second = claim();
		StoredStep step = new StoredStep(1, "a", "\"second\"");
		assertThat(notes().keepStep(attempt(second), step)).isTrue();
		for (int i = 0; i < 50; i++) {
			assertThat(steps(first.id())).containsExactly(step);
		}
		over.set(true);
		loser.join();
		assertThat(steps(first.id())).containsExactly(step);
	}

	@Test
	void jobsThatAreDeletedWhileTheirWorkerNotesLeaveNothing() {
		List<JobId> ids = insert(30);
		List<ClaimedJob> jobs = claim(30);
		CompletableFuture<Void> worker = CompletableFuture.runAsync(() -> {
			for (int round = 1; round <= 3; round++) {
				for (ClaimedJob job : jobs) {
					keep(job, round);
					append(job, round, "line " + round);
				}
			}
		});
		for (JobId id : ids) {
			this.store.actions().cancel(id);
			this.store.actions().delete(id);
		}
		worker.join();
		jobs.forEach(this::assertNothingIsLeft);
		assertThat(this.store.queries().find(ids)).isEmpty();
	}

}
