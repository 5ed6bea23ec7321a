package io.jobqueue.management;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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
import io.jobqueue.store.job.JobSource;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.testsupport.SettableClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FailureReadsTests {

	private static final JobError ERROR = new JobError("an.Error", null, null);

	private final SettableClock clock = new SettableClock();

	private final StoreBackend store = new MemoryStoreBackend(this.clock);

	private final List<JobId> read = new ArrayList<>();

	private final FailureReads reads = new FailureReads(new ForwardingQueries(this.store.queries()) {

		@Override
		public List<JobSummary> summaries(JobSource source, List<JobId> ids) {
			FailureReadsTests.this.read.addAll(ids);
			return super.summaries(source, ids);
		}

	});

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
		assertThat(this.reads.read(() -> false)).isEmpty();
		end(new JobError("another.Error", null, null));
		assertThat(group()).returns("another.Error", FailureGroup::errorType)
			.returns(this.clock.instant(), FailureGroup::lastAt);
		assertThat(this.read).containsExactly(id, id);
	}

	private FailureGroup group() {
		List<FailureGroup> groups = this.reads.read(() -> false);
		assertThat(groups).hasSize(1);
		return groups.get(0);
	}

	private JobId fail(String id) {
		JobId job = JobId.of(id);
		this.store.intake().insert(List.of(new NewJob(job, "q", "task", "1")));
		end(ERROR);
		return job;
	}

	private void end(JobError error) {
		ClaimedJob job = this.store.feed().claim(new ClaimRequest("q", "w", 1, Duration.ofMinutes(1))).jobs().get(0);
		this.store.feed().finish("q", "w", List.of(Outcome.end(job, JobStatus.FAILED, error)));
	}

}
