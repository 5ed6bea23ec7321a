package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.NewJob;

import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Jobs in a form that another release wrote: left as they are, for a worker that can read
 * them, and no harm to others.
 */
@ExtendWith(OutputCaptureExtension.class)
class OtherReleaseTests {

	private static final String QUEUE = "q";

	private final JdbcDataSource dataSource = new JdbcDataSource();

	private final JdbcTemplate jdbc = new JdbcTemplate(this.dataSource);

	private StoreBackend store;

	private String prefix;

	private int count;

	@BeforeEach
	void open() {
		this.dataSource.setURL("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
		TestSchema schema = TestSchema.create(this.dataSource);
		this.prefix = schema.prefix();
		this.store = schema.store();
	}

	@Test
	void aRecordThatCannotBeReadIsHandedOutAsSuchAndMayBeGivenBack() {
		JobId job = insert();
		JobId other = insert();
		update("job set fields = '{\"2\":\"new form\"}'", job);
		List<ClaimedJob> jobs = claim("w", Duration.ofMinutes(1));
		assertThat(jobs).extracting(ClaimedJob::id).containsExactly(job, other);
		assertThat(jobs).extracting(ClaimedJob::isReadable).containsExactly(false, true);
		assertThat(this.store.feed().finish(QUEUE, "w", List.of(Outcome.unknownTask(jobs.get(0), Duration.ZERO))))
			.containsExactly(FinishResult.APPLIED);
		ClaimedJob again = claim("w", Duration.ofMinutes(1)).get(0);
		assertThat(again.id()).isEqualTo(job);
		assertThat(again.unknownSince()).isNotNull();
		assertThat(this.store.queries().find(List.of(job, other))).containsOnlyKeys(other);
	}

	@Test
	void aJobWhosePastCannotBeReadIsHandedOutAsSuchAndKeepsItsPast() {
		JobId job = interrupted();
		JobId other = insert();
		update("past set history = '{\"2\":\"new form\"}', fields = 'new fields'", job);
		List<ClaimedJob> jobs = claim("w", Duration.ofMinutes(1));
		assertThat(jobs).extracting(ClaimedJob::id).containsExactly(job, other);
		assertThat(jobs).extracting(ClaimedJob::isReadable).containsExactly(false, true);
		assertThat(this.store.feed().finish(QUEUE, "w", List.of(Outcome.unknownTask(jobs.get(0), Duration.ZERO))))
			.containsExactly(FinishResult.APPLIED);
		assertThat(this.store.queries().find(List.of(job, other))).containsOnlyKeys(other);
		assertPastIsKept(job);
	}

	/** So a worker ends it after {@code worker.unknown-task-timeout}. */
	@Test
	void aJobWhosePastCannotBeReadIsKnownAsSuchSinceItWasFirstGivenBack() {
		JobId job = interrupted();
		update("past set history = '{\"2\":\"new form\"}', fields = 'new fields'", job);
		ClaimedJob first = claim("w", Duration.ofMinutes(1)).get(0);
		this.store.feed().finish(QUEUE, "w", List.of(Outcome.unknownTask(first, Duration.ZERO)));
		ClaimedJob again = claim("w", Duration.ofMinutes(1)).get(0);
		assertThat(again.unknownSince()).isNotNull();
		assertThat(this.store.feed()
			.finish(QUEUE, "w", List.of(Outcome.end(again, JobStatus.FAILED, new JobError("a.B", "no worker", null)))))
			.containsExactly(FinishResult.APPLIED);
		assertThat(this.store.queries().queue(QUEUE).size(JobStatus.FAILED)).isEqualTo(1);
		assertPastIsKept(job);
	}

	@Test
	void aJobThatCannotBeReadIsWarnedOfOnce(CapturedOutput log) {
		JobId job = interrupted();
		update("past set history = '{\"2\":\"new form\"}'", job);
		for (int read = 0; read < 3; read++) {
			this.store.queries().find(List.of(job));
			claim("w", Duration.ofMinutes(1));
		}
		assertThat(log).containsOnlyOnce("was written by another release");
	}

	@Test
	void aLostWorkersJobWhosePastCannotBeReadIsTakenBack() {
		JobId job = interrupted();
		claim("w", Duration.ofMillis(50));
		update("past set history = '{\"2\":\"new form\"}', fields = 'new fields'", job);
		Awaitility.await().until(() -> this.store.maintenance().reclaim(QUEUE, 5, 100).requeued() == 1);
		assertThat(claim("v", Duration.ofMinutes(1))).extracting(ClaimedJob::isReadable).containsExactly(false);
		assertPastIsKept(job);
	}

	private void assertPastIsKept(JobId job) {
		assertThat(
				this.jdbc.queryForMap("select history, fields from " + this.prefix + "past where id = ?", job.value()))
			.containsEntry("HISTORY", "{\"2\":\"new form\"}")
			.containsEntry("FIELDS", "new fields");
	}

	private JobId insert() {
		JobId id = JobId.of(QUEUE + "-%026d".formatted(++this.count));
		this.store.intake()
			.insert(List
				.of(new NewJob(id, QUEUE, JobDetails.of("task", "1").withHeaders(Map.of("a", "b")), null, null)));
		return id;
	}

	private JobId interrupted() {
		JobId id = insert();
		this.store.feed().finish(QUEUE, "w", List.of(Outcome.interrupted(claim("w", Duration.ofMinutes(1)).get(0))));
		return id;
	}

	private List<ClaimedJob> claim(String worker, Duration lease) {
		return this.store.feed().claim(new ClaimRequest(QUEUE, worker, 10, lease)).jobs();
	}

	private void update(String change, JobId id) {
		assertThat(this.jdbc.update("update " + this.prefix + change + " where id = ?", id.value())).isEqualTo(1);
	}

}
