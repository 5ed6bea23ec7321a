package io.jobqueue.worker.attempt;

import io.jobqueue.JobId;
import io.jobqueue.store.job.JobProgress;
import io.jobqueue.worker.Attempts;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HeldJobsTests {

	private static final JobId ID = JobId.of("q-1");

	private final Attempts attempts = new Attempts();

	private final HeldJobs held = new HeldJobs((lost) -> {
	});

	@AfterEach
	void close() {
		this.attempts.close();
	}

	@Test
	void anotherTextIsReportedWithTheSameNumber() {
		JobExecution execution = this.attempts.of("q-1", 1);
		this.held.admit(execution, false);
		execution.context().progress(0.5, "first");
		assertThat(report()).isEqualTo(new JobProgress(0.5, "first"));
		assertThat(this.held.hasPendingReport()).isFalse();
		execution.context().progress(0.5, "second");
		assertThat(this.held.hasPendingReport()).isTrue();
		assertThat(report()).isEqualTo(new JobProgress(0.5, "second"));
		execution.context().progress(0.5);
		assertThat(report()).isEqualTo(new JobProgress(0.5, null));
	}

	private Object report() {
		var reports = this.held.report();
		this.held.reported(reports);
		return reports.get(ID).progress();
	}

}
