package io.jobqueue.store.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.store.form.StoredFields;
import io.jobqueue.testsupport.FormatFiles;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NewJobTests {

	private static final NewJob JOB = new NewJob(JobId.of("q-1"), "q",
			JobDetails.of("send", "{\"a\":\"\u00e4\"}")
				.withPriority(-3)
				.withMaxRetries(7)
				.withTimeout(Duration.ofSeconds(5))
				.withCorrelationId("c-1")
				.withHeaders(Map.of("tenant", "acme")),
			Duration.ofMinutes(1), Instant.ofEpochMilli(1_700_000_000_000L));

	@Test
	void bodyHasTheFormOfTheFile() {
		assertThat(JOB.write()).isEqualTo(file());
	}

	@Test
	void bodyOfTheFileIsReadAndItsDelayRuns() {
		assertThat(read(file(), Duration.ofSeconds(20)))
			.isEqualTo(new NewJob(JOB.id(), "q", JOB.details(), Duration.ofSeconds(40), JOB.dueAt()));
	}

	@Test
	void fieldOfTheNextReleaseIsHandedOn() {
		StoredFields more = StoredFields.read("\u001fzz=new");
		NewJob job = new NewJob(JOB.id(), "q", JOB.details().withOthers(more), JOB.delay(), null);
		assertThat(read(job.write(), Duration.ZERO)).isEqualTo(job);
	}

	private static NewJob read(String body, Duration age) {
		return NewJob.read(JobId.of("q-1"), "q", body, age);
	}

	private static String file() {
		return FormatFiles.read(NewJobTests.class, "new-job");
	}

}
