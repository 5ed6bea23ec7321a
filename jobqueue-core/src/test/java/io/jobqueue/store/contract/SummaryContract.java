package io.jobqueue.store.contract;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.JobSummary;
import io.jobqueue.JobSummaryPage;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lists of jobs, and what is searched for in them.
 */
abstract class SummaryContract extends StoreContract {

	private static final String LARGE = "\"" + "x".repeat(40_000) + " Needle\"";

	@Test
	void summaryHasWhatTheJobHas() {
		insert(job().priority(7).payload(LARGE));
		finish(Outcome.retry(claim(), LONG, new JobError("a.Error", "  \nfirst line\nsecond", "trace")));
		assertThat(summaries(JobQuery.all())).singleElement().satisfies((summary) -> {
			assertThat(summary).isEqualTo(JobSummary.of(info(summary.id())));
			assertThat(summary).returns("first line", JobSummary::errorMessage)
				.returns("a.Error", JobSummary::errorType)
				.returns("corr-1", JobSummary::correlationId)
				.returns(7, JobSummary::priority)
				.returns(WORKER, JobSummary::worker);
		});
	}

	@Test
	void summaryOfALargeJobWithManyHeadersIsRead() {
		JobId id = insert(job().payload(LARGE).headers(Map.of("h", "v".repeat(20_000))));
		assertThat(summaries(JobQuery.all())).containsExactly(JobSummary.of(info(id)));
	}

	@Test
	void summariesOfEveryStatusAreThoseOfTheJobs() {
		for (JobStatus status : JobStatus.values()) {
			if (status.isEnd()) {
				ended(status);
			}
		}
		insert(job().delay(LONG));
		finish(Outcome.retry(insertAndClaim(), LONG, ERROR));
		ClaimedJob interrupted = insertAndClaim();
		insertAndClaim();
		insert(2);
		finish(Outcome.interrupted(interrupted));
		List<JobSummary> summaries = summaries(JobQuery.all());
		assertThat(summaries).extracting(JobSummary::status).contains(JobStatus.values());
		assertThat(summaries).allSatisfy((each) -> assertThat(each).isEqualTo(JobSummary.of(info(each.id()))));
	}

	@Test
	void textIsFoundInPayloadErrorAndId() {
		JobId payload = insert(job().payload(LARGE));
		ClaimedJob failing = claim();
		finish(Outcome.end(failing, JobStatus.FAILED, new JobError("a.Error", "no needle here", null)));
		JobId other = insert();
		assertThat(found(JobQuery.all().withText("X NEEDLE"))).containsExactly(payload);
		assertThat(found(JobQuery.all().withText("no needle here"))).containsExactly(payload);
		assertThat(found(JobQuery.all().withText(other.value().toUpperCase(Locale.ROOT)))).containsExactly(other);
		assertThat(found(JobQuery.all().withText("no.needle"))).isEmpty();
	}

	@Test
	void periodIsThatOfTheEndOrElseOfTheInsert() {
		JobId ended = ended(JobStatus.SUCCESS);
		Instant end = info(ended).endedAt();
		await().until(() -> this.store.queries().now().isAfter(end.plusMillis(1)));
		JobId waiting = insert();
		Instant middle = info(waiting).createdAt();
		assertThat(found(JobQuery.all().between(null, middle))).containsExactly(ended);
		assertThat(found(JobQuery.all().between(end, end.plusMillis(1)))).containsExactly(ended);
		assertThat(found(JobQuery.all().between(middle, null))).containsExactly(waiting);
	}

	@Test
	void pagesTellHowFarTheyCame() {
		insert(7);
		insert(job().task("bill"));
		JobSearch search = new JobSearch(this.store.queries());
		JobQuery query = JobQuery.all().inQueue(QUEUE).withLimit(3);
		JobSummaryPage first = search.summaries(query);
		assertThat(first).returns(3L, JobSummaryPage::looked).returns(8L, JobSummaryPage::total);
		JobSummaryPage second = search.summaries(query.after(first.next()));
		assertThat(second).returns(6L, JobSummaryPage::looked).returns(8L, JobSummaryPage::total);
		JobSummaryPage all = search.summaries(query.withTask("bill"));
		assertThat(all).returns(8L, JobSummaryPage::looked).returns(null, JobSummaryPage::next);
		assertThat(all.jobs()).hasSize(1);
	}

	@Test
	void pageOfRareJobsReadsABoundedNumber() {
		JobId rare = insert(job().task("bill").priority(100));
		insert(2_100);
		JobSearch search = new JobSearch(this.store.queries());
		JobQuery query = JobQuery.all().withTask("bill");
		JobSummaryPage first = search.summaries(query);
		assertThat(first.jobs()).isEmpty();
		assertThat(first.looked()).isBetween(1L, 2_000L);
		assertThat(first.total()).isEqualTo(2_101);
		assertThat(found(query)).containsExactly(rare);
	}

	@Test
	void noErrorTypeIsOfJobsWithoutAnError() {
		finish(Outcome.end(insertAndClaim(), JobStatus.TIMEOUT, null));
		ended(JobStatus.FAILED);
		assertThat(summaries(JobQuery.deadLetters().withErrorType(""))).extracting(JobSummary::status)
			.containsExactly(JobStatus.TIMEOUT);
	}

	private List<JobId> found(JobQuery query) {
		return summaries(query).stream().map(JobSummary::id).toList();
	}

}
