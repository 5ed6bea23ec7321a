package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

abstract class InsertContract extends StoreContract {

	@Test
	void insertedJobIsQueuedAsItWasGiven() {
		NewJob job = job().priority(7).maxRetries(4).build();
		assertThat(this.store.intake().insert(List.of(job))).containsExactly(InsertResult.INSERTED);
		JobInfo info = info(job.id());
		assertThat(info.status()).isEqualTo(JobStatus.QUEUED);
		assertThat(List.of(info.id(), info.queue(), info.task(), info.payload(), info.priority()))
			.isEqualTo(List.of(job.id(), job.queue(), job.task(), job.payload(), 7));
		assertThat(info.maxRetries()).isEqualTo(4);
		assertThat(info.timeout()).isEqualTo(Duration.ofSeconds(90));
		assertThat(info.correlationId()).isEqualTo("corr-1");
	}

	@Test
	void insertedJobHasNoPast() {
		JobInfo info = info(insert());
		assertThat(List.of(info.attempts(), info.delivery(), info.progress())).isEqualTo(List.of(0, 0, 0.0));
		assertThat(info.dueAt()).isEqualTo(info.createdAt());
		assertThat(info)
			.extracting(JobInfo::startedAt, JobInfo::endedAt, JobInfo::worker, JobInfo::error, JobInfo::result,
					JobInfo::maxRetries)
			.containsOnlyNulls();
		assertThat(info.history()).isEmpty();
	}

	@Test
	void optionalPartsMayBeMissing() {
		NewJob full = job().build();
		NewJob bare = new NewJob(full.id(), QUEUE, "t", "null");
		this.store.intake().insert(List.of(bare));
		ClaimedJob job = claim();
		assertThat(job).extracting(ClaimedJob::maxRetries, ClaimedJob::timeout, ClaimedJob::correlationId)
			.containsOnlyNulls();
		assertThat(job.payload()).isEqualTo("null");
	}

	@Test
	void repeatedInsertChangesNothing() {
		NewJob job = job().build();
		this.store.intake().insert(List.of(job));
		assertThat(this.store.intake().insert(List.of(job))).containsExactly(InsertResult.ALREADY_THERE);
		assertThat(claimIds(10)).containsExactly(job.id());
	}

	@Test
	void repeatedInsertDoesNotReviveAnEndedJob() {
		NewJob job = job().build();
		this.store.intake().insert(List.of(job));
		this.store.actions().cancel(job.id());
		assertThat(this.store.intake().insert(List.of(job))).containsExactly(InsertResult.ALREADY_THERE);
		assertThat(status(job.id())).isEqualTo(JobStatus.CANCELLED);
	}

	@Test
	void sameJobTwiceInABatchIsStoredOnce() {
		NewJob job = job().build();
		assertThat(this.store.intake().insert(List.of(job, job))).containsExactly(InsertResult.INSERTED,
				InsertResult.ALREADY_THERE);
		assertThat(size(JobStatus.QUEUED)).isEqualTo(1);
	}

	@Test
	void jobThatIsThereDoesNotHarmTheOthersOfItsBatch() {
		NewJob there = job().build();
		this.store.intake().insert(List.of(there));
		assertThat(this.store.intake().insert(List.of(job().build(), there, job().build())))
			.containsExactly(InsertResult.INSERTED, InsertResult.ALREADY_THERE, InsertResult.INSERTED);
		assertThat(size(JobStatus.QUEUED)).isEqualTo(3);
	}

	@Test
	void idMayBeOneOfTheCallersOwn() {
		NewJob order = new NewJob(JobId.of("order-1"), QUEUE, "greet", "1");
		NewJob other = job().build();
		assertThat(this.store.intake().insert(List.of(order))).containsExactly(InsertResult.INSERTED);
		assertThat(this.store.intake().insert(List.of(order))).containsExactly(InsertResult.ALREADY_THERE);
		assertThat(this.store.intake().insert(List.of(other, order))).containsExactly(InsertResult.INSERTED,
				InsertResult.ALREADY_THERE);
		assertThat(claimIds(10)).containsExactly(order.id(), other.id());
	}

	@Test
	void batchMayMixQueues() {
		NewJob here = job().build();
		NewJob there = JobSpec.in(OTHER_QUEUE).build();
		NewJob hereToo = job().build();
		assertThat(this.store.intake().insert(List.of(here, there, hereToo))).containsOnly(InsertResult.INSERTED);
		assertThat(claimIds(10)).containsExactly(here.id(), hereToo.id());
		assertThat(this.store.feed().claim(new ClaimRequest(OTHER_QUEUE, WORKER, 9, LONG)).jobs()).hasSize(1);
	}

	@Test
	void emptyBatchIsNothing() {
		assertThat(this.store.intake().insert(List.of())).isEmpty();
	}

	@Test
	void largeBatchKeepsItsOrder() {
		List<NewJob> jobs = IntStream.range(0, 1200).mapToObj((i) -> job().build()).toList();
		assertThat(this.store.intake().insert(jobs)).hasSize(1200).containsOnly(InsertResult.INSERTED);
		assertThat(size(JobStatus.QUEUED)).isEqualTo(1200);
		assertThat(claimIds(1200)).isEqualTo(jobs.stream().map(NewJob::id).toList());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "\"ünïcödé 漢字 😀 \\n\"", "{\"a\":\"b\\u0000c\",\"d\":[1,2.50,null]}" })
	void payloadIsKeptToTheLetter(String payload) {
		insert(job().payload(payload));
		ClaimedJob job = claim();
		assertThat(job.payload()).isEqualTo(payload);
		assertThat(info(job.id()).payload()).isEqualTo(payload);
	}

	@Test
	void largePayloadsAreKept() {
		String payload = "\"" + "0123456789ä".repeat(10_000) + "\"";
		insert(job().payload(payload));
		insert(job().payload("1"));
		assertThat(claim(2)).extracting(ClaimedJob::payload).containsExactly(payload, "1");
	}

	@Test
	void headersAreKept() {
		Map<String, String> headers = Map.of("tenant", "acme", "Größe 漢", "a=b;c: \"d\"\n", "empty", "");
		insert(job().headers(headers));
		ClaimedJob job = claim();
		assertThat(job.headers()).isEqualTo(headers);
		assertThat(info(job.id()).headers()).isEqualTo(headers);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a-b", "a.b", "a-b.c_d-0", "-", "UPPER" })
	void queueNamesMayHaveSigns(String queue) {
		NewJob job = JobSpec.in(queue).build();
		this.store.intake().insert(List.of(job));
		ClaimedJob claimed = this.store.feed().claim(new ClaimRequest(queue, WORKER, 1, LONG)).jobs().get(0);
		assertThat(claimed.id()).isEqualTo(job.id());
		assertThat(info(job.id()).queue()).isEqualTo(queue);
		assertThat(Set.copyOf(this.store.queries().queues())).containsExactly(queue);
	}

}
