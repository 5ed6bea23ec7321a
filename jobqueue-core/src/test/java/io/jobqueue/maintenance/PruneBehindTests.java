package io.jobqueue.maintenance;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.JobMaintenance;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.StatusRetention;
import io.jobqueue.store.memory.MemoryStoreBackend;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class PruneBehindTests {

	private static final Duration LONG = Duration.ofHours(1);

	private final StoreBackend store = new MemoryStoreBackend(InstantSource.system());

	private final PruneBehind prune = new PruneBehind(this.store, new RetentionOptions(Map.of(JobStatus.SUCCESS,
			new StatusRetention(LONG, 1_000), JobStatus.FAILED, new StatusRetention(LONG, 10))), Duration.ofMillis(20));

	private int inserted;

	@AfterEach
	void stop() {
		this.prune.stop();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void endsDoNotPileUpHoweverFastTheyCome(boolean together) {
		this.prune.start();
		for (int i = 0; i < 300; i++) {
			end(100, JobStatus.SUCCESS, together);
			assertThat(size(JobStatus.SUCCESS)).isLessThanOrEqualTo(1_000 + PruneBehind.SLACK + 100);
		}
		Awaitility.await().untilAsserted(() -> assertThat(size(JobStatus.SUCCESS)).isEqualTo(1_000));
	}

	@Test
	void endsDoNotPileUpWhereThePassesDoNotKeepUp() {
		for (int i = 0; i < 300; i++) {
			end(100, JobStatus.SUCCESS, true);
		}
		assertThat(size(JobStatus.SUCCESS)).isLessThanOrEqualTo(1_000 + PruneBehind.SLACK + 100);
	}

	@Test
	void fewEndsAreFollowedAfterAWhile() {
		this.prune.start();
		end(30, JobStatus.FAILED, false);
		Awaitility.await().untilAsserted(() -> assertThat(size(JobStatus.FAILED)).isEqualTo(10));
	}

	@ParameterizedTest
	@CsvSource({ "1000000, 500", "5000, 500", "1000, 100", "500, 50", "10, 50" })
	void passFollowsATenthOfTheSmallestLimit(int count, int step) {
		RetentionOptions options = new RetentionOptions(bounds(count));
		assertThat(PruneBehind.step(options)).isEqualTo(step);
	}

	@Test
	void limitIsExceededByATenthWhileEndsTrickle() {
		PruneBehind trickle = new PruneBehind(this.store, new RetentionOptions(bounds(1_000)), LONG);
		trickle.start();
		for (int i = 0; i < 1_500; i++) {
			trickle.store().feed().finish("q", "w", List.of(Outcome.success(claim(1).get(0), null)));
			if (i % 100 == 99) {
				Awaitility.await().untilAsserted(() -> assertThat(size(JobStatus.SUCCESS)).isLessThan(1_100));
			}
		}
		trickle.stop();
	}

	@Test
	void passesThatWaitForTheirTimeDoNotPileUp() {
		PruneBehind seldom = new PruneBehind(this.store, new RetentionOptions(bounds(0)), LONG);
		seldom.start();
		for (int i = 0; i < 20; i++) {
			for (int count : new int[] { 1, PruneBehind.SMALLEST_STEP }) {
				List<Outcome> outcomes = claim(count).stream().map((job) -> Outcome.success(job, null)).toList();
				seldom.store().feed().finish("q", "w", outcomes);
			}
			Awaitility.await().until(() -> size(JobStatus.SUCCESS) == 0);
		}
		Awaitility.await().untilAsserted(() -> assertThat(seldom.scheduledPasses()).isEqualTo(1));
		seldom.stop();
	}

	private static Map<JobStatus, StatusRetention> bounds(int count) {
		Map<JobStatus, StatusRetention> bounds = new EnumMap<>(JobStatus.class);
		Stream.of(JobStatus.values())
			.filter(JobStatus::isEnd)
			.forEach((status) -> bounds.put(status, new StatusRetention(LONG, count)));
		return bounds;
	}

	@Test
	void whatWasEndedLastIsFollowedWhenTheWorkerStops() {
		this.prune.start();
		end(30, JobStatus.FAILED, false);
		this.prune.stop();
		assertThat(size(JobStatus.FAILED)).isEqualTo(10);
	}

	@Test
	void aStoreThatCannotDeleteDoesNotKeepJobsFromEnding(CapturedOutput log) {
		StoreBackend store = new ForwardingBackend(this.store) {
			@Override
			public JobMaintenance maintenance() {
				throw new IllegalStateException("broken");
			}
		};
		JobFeed jobs = new PruneBehind(store, RetentionOptions.DEFAULT).store().feed();
		for (int i = 0; i < 60; i++) {
			List<Outcome> outcomes = claim(100).stream().map((job) -> Outcome.success(job, null)).toList();
			assertThat(jobs.finish("q", "w", outcomes)).containsOnly(FinishResult.APPLIED);
		}
		assertThat(log).containsOnlyOnce("affects the deletion of ended jobs")
			.containsPattern("affects the deletion of ended jobs[^\\n]*\\n[^\\n]*IllegalStateException: broken");
	}

	@ParameterizedTest
	@CsvSource({ "PT1S, PT1S", "PT30S, PT3S", "PT1H, PT1M" })
	void passesAreAsFrequentAsTheShortestTimeAsks(Duration keep, Duration interval) {
		Map<JobStatus, StatusRetention> bounds = new EnumMap<>(JobStatus.class);
		bounds.put(JobStatus.ABORTED, new StatusRetention(keep, 10));
		assertThat(StoreDuties.pruneInterval(new RetentionOptions(bounds))).isEqualTo(interval);
	}

	private long size(JobStatus status) {
		return this.store.queries().queue("q").size(status);
	}

	private void end(int count, JobStatus status, boolean withAClaim) {
		JobFeed jobs = this.prune.store().feed();
		List<Outcome> outcomes = claim(count).stream()
			.map((job) -> (status == JobStatus.SUCCESS) ? Outcome.success(job, null) : Outcome.end(job, status, null))
			.toList();
		if (withAClaim) {
			jobs.exchange(new ClaimRequest("q", "w", 1, LONG), outcomes);
		}
		else {
			jobs.finish("q", "w", outcomes);
		}
	}

	private List<ClaimedJob> claim(int count) {
		List<NewJob> jobs = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			jobs.add(new NewJob(JobId.of("job-" + this.inserted++), "q", "task", "1"));
		}
		this.store.intake().insert(jobs);
		return this.store.feed().claim(new ClaimRequest("q", "w", count, LONG)).jobs();
	}

}
