package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.JobSummary;
import io.jobqueue.UniqueKey;
import io.jobqueue.management.JobSearch;
import io.jobqueue.management.StoreJobOperator;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.StatusRetention;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tags are kept with a job as long as there is a record of it.
 */
abstract class TagContract extends TagScene {

	@Test
	void tagsAreShownInTheirOrder() {
		JobId id = insert(job().tags(BILLING, ACME));
		assertThat(info(id).tags()).containsExactly(BILLING, ACME);
		assertThat(summaries(TAGGED)).singleElement()
			.returns(List.of(BILLING, ACME), JobSummary::tags)
			.returns(id, JobSummary::id);
		assertThat(info(insert()).tags()).isEmpty();
	}

	@Test
	void tagsAreKeptByARequeue() {
		JobId id = ended(job().tags(BILLING), JobStatus.FAILED);
		this.store.actions().requeue(id);
		assertThat(ids(TAGGED.withStatus(JobStatus.QUEUED))).containsExactly(id);
		assertThat(info(id).tags()).containsExactly(BILLING);
	}

	@Test
	void tagsGoAlongToAnotherQueue() {
		JobId id = insert(job().tags(BILLING, ACME));
		finish(Outcome.retry(claim(), Duration.ZERO, ERROR).withQueue(OTHER_QUEUE));
		assertThat(ids(TAGGED.inQueue(QUEUE))).isEmpty();
		assertThat(ids(TAGGED.inQueue(OTHER_QUEUE))).containsExactly(id);
		assertThat(ids(TAGGED.withTag(ACME))).containsExactly(id);
		assertThat(info(id).tags()).containsExactly(BILLING, ACME);
		ClaimedJob moved = await()
			.until(() -> this.store.feed().claim(new ClaimRequest(OTHER_QUEUE, WORKER, 1, LONG)).jobs(),
					(jobs) -> !jobs.isEmpty())
			.get(0);
		this.store.feed()
			.finish(OTHER_QUEUE, WORKER, List.of(Outcome.retry(moved, Duration.ZERO, null).withQueue(QUEUE)));
		assertThat(ids(TAGGED)).containsExactly(id);
		assertThat(ids(TAGGED.inQueue(QUEUE))).containsExactly(id);
		this.store.actions().delete(id);
		requireNone(BILLING, ACME);
	}

	@Test
	void deletedJobIsNotFound() {
		List<JobId> ids = new ArrayList<>(insertTagged(3));
		ids.add(insert(job().tags(BILLING).payload("\"" + "x".repeat(40_000) + "\"")));
		ids.add(ended(JobSpec.in(QUEUE).priority(9).tags(BILLING, ACME), JobStatus.FAILED));
		ids.add(insert(job().tags(ACME).delay(LONG)));
		ids.forEach(this.store.actions()::delete);
		requireNone(BILLING, ACME);
		assertThat(ids(TAGGED)).isEmpty();
	}

	@Test
	void prunedJobsAreNotFound() {
		JobId plain = ended(JobStatus.SUCCESS);
		ended(job().tags(BILLING).payload("\"" + "x".repeat(40_000) + "\""), JobStatus.SUCCESS);
		ended(job().tags(BILLING), JobStatus.SUCCESS);
		JobId kept = ended(job().tags(BILLING), JobStatus.FAILED);
		ended(job().tags(ACME), JobStatus.SUCCESS);
		prune(new StatusRetention(LONG, 0));
		assertThat(ids(TAGGED)).containsExactly(kept);
		assertThat(this.store.queries().find(List.of(plain))).isEmpty();
		await().until(() -> this.store.queries().now().isAfter(info(kept).endedAt()));
		prune(new StatusRetention(Duration.ZERO, 1_000));
		requireNone(BILLING, ACME);
	}

	@Test
	void poisonedJobIsFoundUntilItIsDeleted() {
		JobId id = insert(job().tags(BILLING));
		claim(WORKER, 1, Duration.ofMillis(50));
		awaitReclaim(0, 1);
		assertThat(ids(TAGGED.withStatus(JobStatus.FAILED))).containsExactly(id);
		this.store.actions().delete(id);
		requireNone(BILLING);
	}

	@Test
	void repeatedInsertChangesNothing() {
		NewJob job = job().tags(BILLING).build();
		this.store.intake().insert(List.of(job, job));
		assertThat(this.store.intake().insert(List.of(job.withTraits(job.traits().withTags(List.of(ACME))))))
			.containsExactly(InsertResult.ALREADY_THERE);
		assertThat(ids(TAGGED)).containsExactly(job.id());
		requireNone(ACME);
	}

	@Test
	void ownerOfAKeyKeepsItsTags() {
		UniqueKey key = UniqueKey.of("k").replace();
		JobId owner = insert(job().unique(key).tags(BILLING));
		assertThat(this.store.intake().insert(List.of(job().unique(key).tags(ACME).payload("2").build())).get(0))
			.isEqualTo(new InsertResult(InsertResult.Kind.REPLACED, owner));
		this.store.intake().insert(List.of(job().unique(UniqueKey.of("k")).tags(ACME).build()));
		assertThat(info(owner)).returns("2", JobInfo::payload).returns(List.of(BILLING), JobInfo::tags);
		assertThat(ids(TAGGED)).containsExactly(owner);
		requireNone(ACME);
	}

	@Test
	void limitsAndTagsStandTogether() {
		JobId id = insert(job().limits("tenant=a").tags(BILLING));
		ClaimedJob job = claim();
		assertThat(job.limits()).containsExactly("tenant=a");
		finish(Outcome.retry(job, LONG, ERROR));
		assertThat(ids(TAGGED)).containsExactly(id);
	}

	@Test
	void manyJobsAreInsertedWithTags() {
		String[] tags = IntStream.range(0, 8).mapToObj((i) -> "tag-" + i).toArray(String[]::new);
		List<NewJob> jobs = IntStream.range(0, 600).mapToObj((i) -> job().tags(tags).build()).toList();
		this.store.intake().insert(jobs);
		JobQuery query = JobQuery.all().withTag("tag-7").withLimit(1000);
		assertThat(new JobSearch(this.store.queries()).summaries(query).total()).isEqualTo(600);
		assertThat(summaries(query)).hasSize(600).allMatch((job) -> job.tags().equals(List.of(tags)));
		StoreJobOperator operator = new StoreJobOperator(this.store, () -> null);
		assertThat(operator.purge(QUEUE)).isEqualTo(600);
		requireNone(tags);
	}

	private void prune(StatusRetention retention) {
		this.store.maintenance()
			.prune(QUEUE, Map.of(JobStatus.SUCCESS, retention, JobStatus.FAILED,
					(retention.count() == 0) ? new StatusRetention(LONG, 1_000) : retention), 100);
	}

}
