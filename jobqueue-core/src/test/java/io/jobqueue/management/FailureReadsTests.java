package io.jobqueue.management;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.jobqueue.FailureGroup;
import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.JobSummary;
import io.jobqueue.store.ForwardingQueries;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobPosition;
import io.jobqueue.store.job.JobSource;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.testsupport.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FailureReadsTests {

	private static final JobError ERROR = new JobError("an.Error", null, null);

	private final SettableClock clock = new SettableClock();

	private final StoreBackend store = new MemoryStoreBackend(this.clock);

	private final List<JobId> read = new ArrayList<>();

	private final List<String> queuesRead = new ArrayList<>();

	/** A store that takes its time by the second clock, for each source. */
	private Duration timeOfSource = Duration.ZERO;

	private long nanoTime;

	private final FailureReads reads = new FailureReads(new ForwardingQueries(this.store.queries()) {

		@Override
		public List<FailureGroup> failures() {
			FailureReadsTests.this.nanoTime += FailureReadsTests.this.timeOfSource.multipliedBy(10).toNanos();
			return super.failures();
		}

		@Override
		public List<JobPosition> positions(JobSource source, @Nullable JobPosition after, int limit) {
			FailureReadsTests.this.nanoTime += FailureReadsTests.this.timeOfSource.toNanos();
			FailureReadsTests.this.queuesRead.add(source.queue());
			return super.positions(source, after, limit);
		}

		@Override
		public List<JobSummary> summaries(JobSource source, List<JobId> ids) {
			FailureReadsTests.this.read.addAll(ids);
			return super.summaries(source, ids);
		}

	}, () -> this.nanoTime);

	@Test
	void aDeadLetterIsReadOnce() {
		JobId first = fail("one");
		Instant firstAt = this.clock.instant();
		assertThat(group().sample()).isEqualTo(first);
		this.clock.advance(Duration.ofSeconds(1));
		JobId second = fail("two");
		assertThat(group()).returns(2L, FailureGroup::count)
			.returns(firstAt, FailureGroup::firstAt)
			.returns(this.clock.instant(), FailureGroup::lastAt)
			.returns(second, FailureGroup::sample);
		assertThat(group()).isEqualTo(group());
		assertThat(this.read).containsExactly(first, second);
	}

	@Test
	void aDeadLetterThatHasFailedAgainIsReadAgain() {
		JobId id = fail("one");
		assertThat(group().errorType()).isEqualTo("an.Error");
		this.clock.advance(Duration.ofSeconds(1));
		this.store.actions().requeue(id);
		assertThat(this.reads.read()).isEmpty();
		end("q", new JobError("another.Error", null, null));
		assertThat(group()).returns("another.Error", FailureGroup::errorType)
			.returns(this.clock.instant(), FailureGroup::lastAt);
		assertThat(this.read).containsExactly(id, id);
	}

	@Test
	void aSlowStoreIsReadForABoundedTimeAndEachSourceInItsTurn() {
		List<String> queues = List.of("a", "b", "c", "d", "e");
		queues.forEach((queue) -> fail(queue, queue + "-1"));
		this.timeOfSource = Duration.ofMillis(20);
		assertThat(samples()).containsExactly("a-1", "b-1", null, null, null);
		assertThat(samples()).containsExactly("a-1", "b-1", "c-1", "d-1", null);
		assertThat(samples()).containsExactly("a-1", "b-1", "c-1", "d-1", "e-1");
		this.queuesRead.clear();
		for (int i = 0; i < 5; i++) {
			this.nanoTime += TimeUnit.SECONDS.toNanos(5);
			assertThat(samples()).doesNotContainNull();
		}
		// Two of five each time.
		assertThat(this.queuesRead).hasSize(10);
		queues.forEach((queue) -> assertThat(this.queuesRead).filteredOn(queue::equals).hasSize(2));
	}

	@Test
	void sourcesWhoseNumbersHaveChangedAreReadFirst() {
		List<String> queues = List.of("a", "b", "c", "d", "e");
		queues.forEach((queue) -> fail(queue, queue + "-1"));
		assertThat(samples()).containsExactly("a-1", "b-1", "c-1", "d-1", "e-1");
		this.timeOfSource = Duration.ofMillis(20);
		this.clock.advance(Duration.ofSeconds(1));
		fail("d", "d-2");
		fail("e", "e-2");
		this.queuesRead.clear();
		assertThat(samples()).contains("a-1", "b-1", "c-1", "d-2", "e-2");
		assertThat(this.queuesRead).containsExactly("d", "e");
	}

	@Test
	void sourcesWhoseNumbersAreTheSameAreReadAgainAfterFiveSeconds() {
		JobId first = fail("one");
		fail("two");
		assertThat(group().sample()).isEqualTo(JobId.of("two"));
		this.clock.advance(Duration.ofSeconds(1));
		this.store.actions().requeue(first);
		end("q", ERROR);
		this.nanoTime += TimeUnit.MILLISECONDS.toNanos(4_999);
		assertThat(group().sample()).isEqualTo(JobId.of("two"));
		this.nanoTime += TimeUnit.MILLISECONDS.toNanos(1);
		assertThat(group()).returns(first, FailureGroup::sample).returns(this.clock.instant(), FailureGroup::lastAt);
	}

	@Test
	void whatIsRememberedIsBounded() {
		for (int queue = 0; queue < 600; queue++) {
			for (int job = 0; job < 20; job++) {
				fail("q" + queue, "job-" + queue + "-" + job);
			}
		}
		for (int i = 0; i < 12; i++) {
			this.nanoTime += TimeUnit.SECONDS.toNanos(5);
			assertThat(this.reads.read().stream().filter((group) -> group.sample() != null))
				.hasSize(Math.min(300, 100 * (i + 1)));
		}
		// Each time 100 queues of 20 jobs, those that were not read for the longest time.
		assertThat(this.queuesRead).hasSize(1200);
		assertThat(this.queuesRead.subList(0, 600)).doesNotHaveDuplicates();
		assertThat(this.queuesRead.subList(600, 1200)).doesNotHaveDuplicates();
	}

	private List<@Nullable String> samples() {
		return this.reads.read()
			.stream()
			.sorted(Comparator.comparing(FailureGroup::queue))
			.map(FailureGroup::sample)
			.map((id) -> (id != null) ? id.value() : null)
			.toList();
	}

	private FailureGroup group() {
		List<FailureGroup> groups = this.reads.read();
		assertThat(groups).hasSize(1);
		return groups.get(0);
	}

	private JobId fail(String id) {
		return fail("q", id);
	}

	private JobId fail(String queue, String id) {
		JobId job = JobId.of(id);
		this.store.intake().insert(List.of(new NewJob(job, queue, "task", "1")));
		end(queue, ERROR);
		return job;
	}

	private void end(String queue, JobError error) {
		ClaimedJob job = this.store.feed().claim(new ClaimRequest(queue, "w", 1, Duration.ofMinutes(1))).jobs().get(0);
		this.store.feed().finish(queue, "w", List.of(Outcome.end(job, JobStatus.FAILED, error)));
	}

}
