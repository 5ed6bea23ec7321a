package io.jobqueue.management;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobCount;
import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.JobSummary;
import io.jobqueue.JobSummaryPage;
import io.jobqueue.store.ForwardingQueries;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobSource;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.testsupport.SettableClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JobSearchTests {

	private final StoreBackend store = new MemoryStoreBackend(new SettableClock());

	private final AtomicLong nanos = new AtomicLong();

	/** Reading summaries takes 30 ms. */
	private final JobSearch search = new JobSearch(new ForwardingQueries(this.store.queries()) {

		@Override
		public List<JobSummary> summaries(JobSource source, List<JobId> ids) {
			JobSearchTests.this.nanos.addAndGet(Duration.ofMillis(30).toNanos());
			return super.summaries(source, ids);
		}

	}, this.nanos::get);

	@Test
	void pageEndsWhenItsTimeIsUpAndTheNextOneContinues() {
		insert(500);
		JobQuery query = JobQuery.all().withTask("none");
		JobSummaryPage first = this.search.summaries(query);
		assertThat(first).returns(400L, JobSummaryPage::looked).returns(500L, JobSummaryPage::total);
		assertThat(first.next()).isNotNull();
		JobSummaryPage second = this.search.summaries(query.after(first.next()));
		assertThat(second).returns(500L, JobSummaryPage::looked).returns(null, JobSummaryPage::next);
	}

	@Test
	void countStopsWhenItsTimeIsUp() {
		insert(1_000);
		JobQuery query = JobQuery.all().withTask("task");
		assertThat(this.search.count(query, Duration.ofMillis(10))).isEqualTo(new JobCount(400, false));
		assertThat(this.search.count(query, null)).isEqualTo(new JobCount(1_000, true));
		assertThat(this.search.count(query, Duration.ofDays(1))).isEqualTo(new JobCount(1_000, true));
	}

	@Test
	void keptNumbersAreCountedWithoutReadingJobs() {
		insert(3);
		this.store.feed()
			.claim(new ClaimRequest("q", "w", 2, Duration.ofMinutes(1)))
			.jobs()
			.forEach((job) -> this.store.feed()
				.finish("q", "w", List.of(Outcome.end(job, JobStatus.FAILED, new JobError("an.Error", null, null)))));
		assertThat(this.search.count(JobQuery.all(), null).count()).isEqualTo(3);
		assertThat(this.search.count(JobQuery.all().withStatus(JobStatus.QUEUED), null).count()).isEqualTo(1);
		assertThat(this.search.count(JobQuery.deadLetters().withErrorType("an.Error"), null).count()).isEqualTo(2);
		assertThat(this.search.count(JobQuery.deadLetters().withTask("task"), null).count()).isEqualTo(2);
		assertThat(this.search.count(JobQuery.deadLetters().withTask("none"), null).count()).isZero();
		assertThat(this.nanos).hasValue(0);
		assertThat(this.search.count(JobQuery.deadLetters().withText("an.error"), null).count()).isEqualTo(2);
	}

	@Test
	void badConditionsAreRefused() {
		Instant now = Instant.EPOCH;
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> JobQuery.all().between(now, now))
			.withMessageContaining("the end must be later");
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> JobQuery.all().withText(""))
			.withMessageContaining("1 to 1000 characters");
		for (String cursor : List.of("", "#", "MC8wL1FVRVVFRA", "MC8wL05PTkUvcQ")) {
			assertThatExceptionOfType(InvalidJobException.class)
				.isThrownBy(() -> this.search.search(JobQuery.all().after(cursor)))
				.withMessageContaining("is no cursor of a page");
		}
	}

	@Test
	void cursorOfATagBelongsToItsTags() {
		this.store.intake()
			.insert(IntStream.range(0, 3)
				.mapToObj((i) -> new NewJob(JobId.of("job-" + i), "q", "task", "1")
					.withTraits(JobTraits.NONE.withTags(List.of("a=x/y", "b"))))
				.toList());
		JobQuery query = JobQuery.all().withTag("a=x/y").withLimit(1);
		String next = this.search.search(query).next();
		assertThat(this.search.search(query.after(next)).jobs()).extracting(JobInfo::id)
			.containsExactly(JobId.of("job-1"));
		assertThat(this.search.search(query.withTag("b").after(next)).jobs()).hasSize(1);
		for (JobQuery other : List.of(JobQuery.all(), JobQuery.all().withTag("b"))) {
			assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> this.search.search(other.after(next)))
				.withMessageContaining("keep the query for all its pages");
		}
	}

	@Test
	void largeJobsAreReadInSmallNumbers() {
		List<Integer> sizes = new ArrayList<>();
		insert(60, '"' + "x".repeat(1024 * 1024) + '"');
		assertThat(counting(sizes).summaries(JobQuery.all().withText("none")).looked()).isEqualTo(60);
		assertThat(sizes).startsWith(20, 3, 3).hasSize(15);
	}

	@Test
	void smallJobsAreReadInLargeNumbers() {
		List<Integer> sizes = new ArrayList<>();
		insert(300);
		assertThat(counting(sizes).summaries(JobQuery.all().withText("none")).looked()).isEqualTo(300);
		assertThat(sizes).containsExactly(20, 200, 80);
	}

	private JobSearch counting(List<Integer> sizes) {
		return new JobSearch(new ForwardingQueries(this.store.queries()) {

			@Override
			public List<JobInfo> jobs(JobSource source, List<JobId> ids) {
				sizes.add(ids.size());
				return super.jobs(source, ids);
			}

		}, this.nanos::get);
	}

	private void insert(int count) {
		insert(count, "1");
	}

	private void insert(int count, String payload) {
		this.store.intake()
			.insert(IntStream.range(0, count)
				.mapToObj((i) -> new NewJob(JobId.of("job-" + i), "q", JobDetails.of("task", payload), null, null))
				.toList());
	}

}
