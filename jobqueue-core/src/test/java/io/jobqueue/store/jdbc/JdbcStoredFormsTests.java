package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.testsupport.FiredSchedule;
import io.jobqueue.testsupport.FormatFiles;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The texts in rows are what the files of the format say, and what the files hold is
 * read. A file is never changed: data of that form is in use.
 */
class JdbcStoredFormsTests {

	private static final JobId ID = JobId.of("q-1");

	private static final JobDetails FULL = JobDetails.of("send", "{}")
		.withPriority(-3)
		.withMaxRetries(7)
		.withTimeout(Duration.ofSeconds(5))
		.withCorrelationId("c-1")
		.withHeaders(Map.of("tenant", "acme"));

	private final JdbcDataSource dataSource = dataSource();

	private final JdbcTemplate jdbc = new JdbcTemplate(this.dataSource);

	private final TestSchema schema = TestSchema.create(this.dataSource);

	private final JdbcStoreBackend store = this.schema.store();

	@Test
	void textsHaveTheFormOfTheFiles() {
		fail();
		assertThat(text("fields", "job")).isEqualTo(file("job-fields"));
		assertThat(shape(text("history", "past"))).isEqualTo(shape(file("past-history")));
		assertThat(text("on_failure_error", "past")).isEqualTo(file("past-handler-error"));
	}

	@Test
	void textsOfTheFilesAreRead() {
		fail();
		update("job", "fields", "job-fields");
		update("past", "history", "past-history");
		update("past", "on_failure_error", "past-handler-error");
		JobInfo info = this.store.queries().find(List.of(ID)).get(ID);
		assertThat(info.headers()).containsExactly(Map.entry("tenant", "acme"));
		assertThat(info.priority()).isEqualTo(-3);
		assertThat(info.correlationId()).isEqualTo("c-1");
		assertThat(info.onFailureError()).isEqualTo(new JobError("d.E", null, "at f"));
		assertThat(info.history()).extracting(JobAttempt::outcome)
			.containsExactly(JobStatus.INTERRUPTED, JobStatus.FAILED);
		assertThat(info.history()).extracting((attempt) -> attempt.endedAt().toEpochMilli())
			.containsExactly(1_700_000_000_600L, 1_700_000_000_700L);
	}

	@Test
	void scheduleHasTheFormOfTheFile() {
		FiredSchedule.store(this.store);
		assertThat(shape(text("runs", "schedule"))).isEqualTo(shape(file("schedule-runs")));
		assertThat(text("definition", "schedule")).isEqualTo("definition");
	}

	@Test
	void scheduleOfTheFileIsRead() {
		FiredSchedule.store(this.store);
		update("schedule", "runs", "schedule-runs");
		assertThat(FiredSchedule.read(this.store).runs()).isEqualTo(FiredSchedule.RUNS);
	}

	/** Once interrupted, then ended by an error, and {@code onFailure} threw another. */
	private void fail() {
		this.store.intake().insert(List.of(new NewJob(ID, "q", FULL, null, null)));
		finish(Outcome.interrupted(claim()));
		finish(Outcome.end(claim(), JobStatus.FAILED, new JobError("a.B", "why", "at c")));
		this.store.feed().storeOnFailureError("q", ID, 2, new JobError("d.E", null, "at f"));
	}

	private ClaimedJob claim() {
		return this.store.feed().claim(new ClaimRequest("q", "w", 1, Duration.ofMinutes(1))).jobs().get(0);
	}

	private void finish(Outcome outcome) {
		this.store.feed().finish("q", "w", List.of(outcome));
	}

	private String text(String column, String table) {
		String text = this.jdbc.queryForObject("select " + column + " from " + this.schema.prefix() + table,
				String.class);
		return (text != null) ? text : "";
	}

	private void update(String table, String column, String file) {
		this.jdbc.update("update " + this.schema.prefix() + table + " set " + column + " = ?", file(file));
	}

	private static String shape(String text) {
		return text.replaceAll("\\d{13}", "#");
	}

	private static String file(String name) {
		return FormatFiles.read(JdbcStoredFormsTests.class, name);
	}

	private static JdbcDataSource dataSource() {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setURL("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
		return dataSource;
	}

}
