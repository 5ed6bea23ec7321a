package io.jobqueue.store.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import io.jobqueue.BulkResult;
import io.jobqueue.JobId;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.JobSummary;
import io.jobqueue.JobSummaryPage;
import io.jobqueue.management.JobSearch;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.management.StoreJobOperator;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.NewJob;
import org.jspecify.annotations.Nullable;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Jobs are searched, counted and changed by their tags.
 */
abstract class TagSearchContract extends TagScene {

	@Test
	void jobsAreFoundByTagTheNewestFirst() {
		List<JobId> ids = insertTagged(3);
		insert();
		insert(job().tags("billing2", "billin", "Billing", "billing=1"));
		Collections.reverse(ids);
		assertThat(ids(TAGGED)).isEqualTo(ids);
		assertThat(ids(TAGGED.withLimit(1))).isEqualTo(ids);
		assertThat(ids(JobQuery.all().withTag("none"))).isEmpty();
		assertThat(ids(TAGGED.inQueue("never"))).isEmpty();
	}

	@Test
	void severalTagsMustAllBeThere() {
		insertTagged(5);
		JobId both = insert(job().tags(ACME, BILLING));
		insert(job().tags(ACME));
		assertThat(ids(TAGGED.withTag(ACME))).containsExactly(both);
		assertThat(ids(JobQuery.all().withTag(ACME).withTag(BILLING))).containsExactly(both);
		assertThat(ids(TAGGED.withTag("none"))).isEmpty();
	}

	@Test
	void tagIsCombinedWithOtherConditions() {
		JobId failed = ended(job().tags(BILLING), JobStatus.FAILED);
		JobId other = insert(job().tags(BILLING).task("bill").delay(LONG));
		JobId there = insert(JobSpec.in(OTHER_QUEUE).tags(BILLING));
		assertThat(ids(TAGGED)).containsExactlyInAnyOrder(failed, other, there);
		assertThat(ids(TAGGED.inQueue(QUEUE))).containsExactly(other, failed);
		assertThat(ids(TAGGED.withStatus(JobStatus.FAILED, JobStatus.SUCCESS))).containsExactly(failed);
		assertThat(ids(TAGGED.withTask("bill"))).containsExactly(other);
		assertThat(ids(TAGGED.withErrorType(ERROR.type()))).containsExactly(failed);
		Instant created = info(there).createdAt();
		assertThat(ids(TAGGED.between(null, created.minus(LONG)))).isEmpty();
		assertThat(ids(TAGGED.withStatus(JobStatus.SCHEDULED).between(created.minus(LONG), created.plus(LONG))))
			.containsExactly(other);
	}

	@Test
	void jobsAreFoundInEachStatus() {
		for (JobStatus status : List.of(JobStatus.SUCCESS, JobStatus.FAILED, JobStatus.ABORTED)) {
			ended(job().tags(BILLING), status);
		}
		insert(job().tags(BILLING).delay(LONG));
		insertTagged(4);
		finish(Outcome.retry(claim(), LONG, ERROR));
		claim();
		finish(Outcome.interrupted(claim()));
		assertThat(summaries(TAGGED)).extracting(JobSummary::status)
			.containsExactlyInAnyOrder(JobStatus.SUCCESS, JobStatus.FAILED, JobStatus.ABORTED, JobStatus.SCHEDULED,
					JobStatus.RETRY, JobStatus.STARTED, JobStatus.INTERRUPTED, JobStatus.QUEUED);
	}

	@Test
	void searchByTagReadsItsJobsOnly() {
		insert(700);
		insertTagged(5);
		insertTagged(300, ACME);
		JobId both = insert(job().tags(ACME, BILLING));
		JobSummaryPage page = new JobSearch(this.store.queries()).summaries(TAGGED.withTag(ACME));
		assertThat(page).returns(6L, JobSummaryPage::looked).returns(6L, JobSummaryPage::total);
		assertThat(page.jobs()).extracting(JobSummary::id).containsExactly(both);
	}

	@Test
	void countCountsTheJobsOfATag() {
		insertTagged(7);
		insert(3);
		finish(Outcome.end(claim(), JobStatus.FAILED, ERROR));
		StoreJobExplorer explorer = new StoreJobExplorer(this.store, new JacksonJobSerializer());
		assertThat(explorer.count(TAGGED)).isEqualTo(7);
		assertThat(explorer.count(TAGGED.withStatus(JobStatus.QUEUED))).isEqualTo(6);
		assertThat(explorer.count(JobQuery.deadLetters().withTag(BILLING))).isEqualTo(1);
		assertThat(explorer.count(JobQuery.deadLetters().withTag(ACME))).isZero();
	}

	@Test
	void pagesStandStillWhileJobsEnd() {
		List<JobId> ids = insertTagged(9);
		JobQuery query = TAGGED.withLimit(2);
		List<JobId> seen = new ArrayList<>();
		@Nullable String next = null;
		do {
			JobPage page = new JobSearch(this.store.queries()).search(query.after(next));
			page.jobs().forEach((job) -> seen.add(job.id()));
			next = page.next();
			claim(2).forEach((job) -> finish(Outcome.success(job, null)));
			insertTagged(1);
		}
		while (next != null);
		Collections.reverse(ids);
		assertThat(seen).isEqualTo(ids);
	}

	@Test
	void pagesGoOnBehindDeletedJobs() {
		insertTagged(6);
		JobSearch search = new JobSearch(this.store.queries());
		JobPage first = search.search(TAGGED.withLimit(3));
		first.jobs().forEach((job) -> this.store.actions().delete(job.id()));
		assertThat(search.search(TAGGED.withLimit(3).after(first.next())).jobs()).hasSize(3);
	}

	@Test
	void bulkOperationsFindJobsByTag() {
		List<JobId> plain = insert(3);
		List<JobId> ids = insertTagged(520);
		StoreJobOperator operator = new StoreJobOperator(this.store, () -> null);
		awaitLater();
		assertThat(operator.cancel(TAGGED, (progress) -> {
		})).isEqualTo(new BulkResult(520, 520, true));
		awaitLater();
		assertThat(operator.requeue(TAGGED.withStatus(JobStatus.CANCELLED), (progress) -> {
		})).isEqualTo(new BulkResult(520, 520, true));
		awaitLater();
		assertThat(operator.delete(TAGGED.withStatus(JobStatus.QUEUED), (progress) -> {
		})).isEqualTo(new BulkResult(520, 520, true));
		assertThat(this.store.queries().find(ids)).isEmpty();
		assertThat(this.store.queries().find(plain)).hasSize(3);
		requireNone(BILLING);
	}

	@Test
	void jobsOfManyQueuesAreFound() {
		List<NewJob> jobs = IntStream.range(0, 30)
			.mapToObj((i) -> JobSpec.in("queue-%02d".formatted(i)))
			.map((spec) -> spec.tags(BILLING).build())
			.toList();
		this.store.intake().insert(jobs);
		insert();
		assertThat(ids(TAGGED.withLimit(7))).isEqualTo(jobs.stream().map(NewJob::id).toList());
	}

}
