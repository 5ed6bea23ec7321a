package io.jobqueue.store.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.JobSummary;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.job.JobSource;
import io.jobqueue.store.job.NewJob;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** The words of the tests of tags. */
abstract class TagScene extends StoreContract {

	static final String BILLING = "billing";

	static final String ACME = "customer=acme/eu:1";

	static final JobQuery TAGGED = JobQuery.all().withTag(BILLING);

	List<JobId> insertTagged(int count) {
		return insertTagged(count, BILLING);
	}

	List<JobId> insertTagged(int count, String tag) {
		List<NewJob> jobs = IntStream.range(0, count).mapToObj((i) -> job().tags(tag).build()).toList();
		this.store.intake().insert(jobs);
		return new ArrayList<>(jobs.stream().map(NewJob::id).toList());
	}

	List<JobId> ids(JobQuery query) {
		List<JobInfo> jobs = new ArrayList<>();
		@Nullable String next = null;
		do {
			JobPage page = new JobSearch(this.store.queries()).search(query.after(next));
			jobs.addAll(page.jobs());
			next = page.next();
		}
		while (next != null);
		assertThat(summaries(query)).as("summaries").isEqualTo(jobs.stream().map(JobSummary::of).toList());
		return jobs.stream().map(JobInfo::id).toList();
	}

	void requireNone(String... tags) {
		for (String tag : tags) {
			assertThat(this.store.queries().tagged(tag, List.of(QUEUE, OTHER_QUEUE))).as(tag).isZero();
			assertThat(this.store.queries().positions(JobSource.ofTag(tag, QUEUE), null, 10)).isEmpty();
		}
	}

	/** Operations on many jobs leave alone what is not older than they are. */
	void awaitLater() {
		Instant now = this.store.queries().now();
		await().until(() -> this.store.queries().now().toEpochMilli() > now.toEpochMilli());
	}

}
