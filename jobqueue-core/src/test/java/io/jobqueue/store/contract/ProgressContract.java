package io.jobqueue.store.contract;

import java.util.Map;

import io.jobqueue.JobError;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobProgress;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Progress of jobs, which arrives with renewals.
 */
abstract class ProgressContract extends StoreContract {

	@Test
	void renewStoresProgressOfHeldJobs() {
		ClaimedJob job = insertAndClaim();
		renew(WORKER, LONG, Map.of(job.id(), 1), Map.of(job.id(), new JobProgress(0.4, null)));
		assertThat(info(job.id()).progress()).isEqualTo(0.4);
		renew(WORKER, LONG, Map.of(job.id(), 1));
		assertThat(info(job.id()).progress()).isEqualTo(0.4);
	}

	@Test
	void textOfProgressStaysUntilTheNextReportOrSuccess() {
		ClaimedJob job = insertAndClaim();
		String text = "Phase 2 of 3: 50 % = half, größer 😀";
		renew(WORKER, LONG, Map.of(job.id(), 1), Map.of(job.id(), new JobProgress(0.4, text)));
		renew(WORKER, LONG, Map.of(job.id(), 1));
		assertThat(info(job.id())).returns(0.4, JobInfo::progress).returns(text, JobInfo::progressText);
		renew(WORKER, LONG, Map.of(job.id(), 1), Map.of(job.id(), new JobProgress(0.5, null)));
		assertThat(info(job.id())).returns(0.5, JobInfo::progress).returns(null, JobInfo::progressText);
		renew(WORKER, LONG, Map.of(job.id(), 1), Map.of(job.id(), new JobProgress(0.6, text)));
		finish(Outcome.success(job, null));
		assertThat(info(job.id())).returns(1.0, JobInfo::progress).returns(null, JobInfo::progressText);
	}

	@Test
	void textOfProgressIsKeptWithAFailureAndGoesWithTheNextAttempt() {
		ClaimedJob job = insertAndClaim();
		JobProgress longest = JobProgress.of(0, "ä".repeat(JobProgress.LONGEST_TEXT));
		renew(WORKER, LONG, Map.of(job.id(), 1), Map.of(job.id(), longest));
		finish(Outcome.end(job, JobStatus.FAILED, new JobError("a.B", "why", "at c")));
		assertThat(info(job.id())).returns(0.0, JobInfo::progress).returns(longest.text(), JobInfo::progressText);
		this.store.actions().requeue(job.id());
		claim();
		assertThat(info(job.id()).progressText()).isNull();
	}

	@Test
	void renewStoresNoProgressOfOthersJobs() {
		ClaimedJob job = insertAndClaim();
		renew(OTHER_WORKER, LONG, Map.of(job.id(), 1), Map.of(job.id(), new JobProgress(0.4, null)));
		renew(WORKER, LONG, Map.of(job.id(), 7), Map.of(job.id(), new JobProgress(0.4, null)));
		assertThat(info(job.id()).progress()).isZero();
	}

}
