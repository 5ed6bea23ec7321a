package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.jobqueue.FlowId;
import io.jobqueue.FlowInfo;
import io.jobqueue.FlowQuery;
import io.jobqueue.FlowStatus;
import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.FlowOptions;
import io.jobqueue.flow.JobFlows;
import io.jobqueue.store.JobBefore;
import io.jobqueue.store.error.NewerReleaseException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.form.StoredFields;
import io.jobqueue.store.jdbc.schema.JdbcSchema;
import io.jobqueue.store.jdbc.schema.MissingSchemaException;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.NewJob;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * A next release, which has one more field in every text, and this one at work on the
 * same jobs: neither loses what only the other knows.
 */
class JdbcTwoReleasesTests {

	private static final String QUEUE = "q";

	private static final String FLOW = "\u001fs=SUCCESS\u001fp=1x0;\u001fg=0\u001ft=0\u001fn=0\u001fu=0\u001ff=0"
			+ "\u001fa=1\u001fl=1\u001fe=1\u001fx=0";

	private static final String MORE = "\u001fzz=new";

	private final JdbcDataSource dataSource = dataSource();

	private final JdbcTemplate jdbc = new JdbcTemplate(this.dataSource);

	private final TestSchema schema = TestSchema.create(this.dataSource);

	private final JdbcStoreBackend store = this.schema.store();

	private int count;

	@Test
	void fieldOfAJobThatTheNextReleaseInsertsIsKept() {
		JobId id = insertByNext();
		ClaimedJob job = claim();
		assertThat(job.payload()).isEqualTo("{\"a\":1}");
		assertThat(job.details().others()).isEqualTo(StoredFields.read(MORE));
		assertThat(text("fields", "job", id)).isEqualTo(MORE);
	}

	@Test
	void fieldsOfAPastAreKeptOnEveryWayOfAJob() {
		JobId id = insertByNext();
		finish(Outcome.retry(claim(), Duration.ZERO, new JobError("a.B", "why", null)));
		String history = text("history", "past", id) + MORE;
		update("past set fields = ?, history = ? where id = ?", MORE, history, id.value());
		finish(Outcome.interrupted(claim()));
		finish(Outcome.unknownTask(claim(), Duration.ZERO));
		ClaimedJob job = claim();
		finish(Outcome.release(job.id(), job.delivery()));
		finish(Outcome.end(claim(), JobStatus.FAILED, new JobError("a.B", "why", null)));
		this.store.actions().requeue(id);
		this.store.feed().claim(new ClaimRequest(QUEUE, "lost", 1, Duration.ofMillis(1)));
		Awaitility.await().until(() -> this.store.maintenance().reclaim(QUEUE, 5, 10).requeued() == 1);
		this.store.actions().cancel(id);
		assertThat(text("fields", "past", id)).isEqualTo(MORE);
		assertThat(text("history", "past", id)).startsWith(history);
		assertThat(this.store.queries().find(List.of(id)).get(id).history()).hasSize(4);
	}

	@Test
	void statusOfTheNextReleaseIsLeftAlone() {
		JobId id = insertByNext();
		JobId other = insertByNext();
		finish(Outcome.end(claim(), JobStatus.FAILED, null));
		update("past set status = 'GATED' where id = ?", id.value());
		update("count set status = 'GATED' where status = 'FAILED' and queue = ?", QUEUE);
		assertThat(this.store.actions().act(JobAction.REQUEUE, List.of(id, other), Set.of(JobStatus.values())))
			.containsExactly(Map.entry(other, new JobBefore(JobStatus.QUEUED, QUEUE)));
		assertThat(text("status", "past", id)).isEqualTo("GATED");
		assertThat(this.store.queries().queue(QUEUE).size(JobStatus.QUEUED)).isEqualTo(1);
	}

	@Test
	void queueThatNeedsANewerReleaseIsNotServed() {
		insertByNext();
		claim();
		JobId waiting = insertByNext();
		update("queue set needs = 2 where name = ?", QUEUE);
		assertThatExceptionOfType(NewerReleaseException.class).isThrownBy(this::claim)
			.withMessageContaining("Queue 'q' needs a release of jobqueue of level 2")
			.withMessageContaining("this one has level 1");
		assertRefused(() -> this.store.maintenance().promote(QUEUE, 10));
		assertRefused(() -> this.store.maintenance().reclaim(QUEUE, 5, 10));
		assertRefused(() -> this.store.maintenance().prune(QUEUE, Map.of(), 10));
		assertRefused(() -> this.store.actions().cancel(waiting));
		assertThat(this.store.queries().queue(QUEUE).size(JobStatus.QUEUED)).isEqualTo(1);
		update("queue set needs = 1 where name = ?", QUEUE);
		claim();
	}

	@Test
	void tablesOfANewerReleaseAreRefusedUnlessTheySayOtherwise() {
		JdbcSchema tables = JdbcSchema.of(this.dataSource, this.schema.prefix());
		update("schema_version (part, version, compatible_with) values ('store', 2, 1)");
		assertThatNoException().isThrownBy(() -> tables.requireTables(this.dataSource));
		update("schema_version (part, version, compatible_with) values ('store', 3, 3)");
		assertThatExceptionOfType(NewerReleaseException.class).isThrownBy(() -> tables.requireTables(this.dataSource))
			.withMessageContaining("have schema version 3 of part 'store'")
			.withMessageContaining("needs a release of jobqueue that knows version 3, but this one knows version 1");
		assertThatExceptionOfType(NewerReleaseException.class).isThrownBy(() -> tables.createMissing(this.dataSource));
	}

	@Test
	void nextReleaseUpgradesTheTablesOnceWhileThisOneGoesOn() {
		this.store.actions().pause(QUEUE);
		JdbcSchema next = JdbcSchema.of(this.dataSource, this.schema.prefix(),
				"io/jobqueue/store/jdbc/next/@@platform@@/V@@version@@__jobqueue.sql");
		assertThatExceptionOfType(MissingSchemaException.class).isThrownBy(() -> next.requireTables(this.dataSource))
			.withMessageContaining("have schema version 1, but this release needs version 2")
			.withMessageContaining("Run 'io/jobqueue/store/jdbc/next/h2/V2__jobqueue.sql' by Flyway or Liquibase")
			.withMessageContaining("jobqueue.jdbc.initialize-schema=always");
		next.createMissing(this.dataSource);
		next.createMissing(this.dataSource);
		next.requireTables(this.dataSource);
		assertThat(this.jdbc.queryForObject("select weight from " + this.schema.prefix() + "queue", Integer.class))
			.isEqualTo(6);
		JdbcSchema tables = JdbcSchema.of(this.dataSource, this.schema.prefix());
		tables.requireTables(this.dataSource);
		tables.createMissing(this.dataSource);
		this.store.actions().resume(QUEUE);
		insertByNext();
		assertThat(claim().task()).isEqualTo("task");
	}

	@Test
	void flowOfAnEarlierBuildReadsWellAndItsTableGetsTheNewColumns() {
		for (String change : List.of("drop index %sflow_name", "drop index %sflow_status",
				"alter table %sflow drop column status", "alter table %sflow drop column name",
				"insert into %sflow (id, version, state) values ('old', 1, '" + FLOW + "')")) {
			this.jdbc.execute(change.formatted(this.schema.prefix()));
		}
		JdbcSchema.of(this.dataSource, this.schema.prefix()).createMissing(this.dataSource);
		JobFlows flows = new JobFlows(this.store, FlowOptions.DEFAULT, JobEvents.NONE);
		assertThat(flows.find(FlowId.of("old"))).hasValueSatisfying((flow) -> assertThat(flow.name()).isNull());
		assertThat(flows.list(FlowQuery.all().withStatus(FlowStatus.SUCCESS)).flows()).extracting(FlowInfo::id)
			.containsExactly(FlowId.of("old"));
		update("flow set state = ? where id = 'old'", FLOW.replace("SUCCESS", "FAILED"));
		assertThat(flows.list(FlowQuery.all().withStatus(FlowStatus.FAILED)).flows()).as("changed by the earlier build")
			.hasSize(1);
	}

	private static void assertRefused(ThrowingCallable call) {
		assertThatExceptionOfType(NewerReleaseException.class).isThrownBy(call);
	}

	private JobId insertByNext() {
		JobId id = JobId.of(QUEUE + "-%026d".formatted(++this.count));
		this.store.intake()
			.insert(List.of(new NewJob(id, QUEUE,
					JobDetails.of("task", "{\"a\":1}").withOthers(StoredFields.read(MORE)), null, null)));
		return id;
	}

	private ClaimedJob claim() {
		return this.store.feed().claim(new ClaimRequest(QUEUE, "w", 1, Duration.ofMinutes(1))).jobs().get(0);
	}

	private void finish(Outcome outcome) {
		assertThat(this.store.feed().finish(QUEUE, "w", List.of(outcome))).hasSize(1);
	}

	private String text(String column, String table, JobId id) {
		return this.jdbc.queryForObject(
				"select %s from %s%s where id = ?".formatted(column, this.schema.prefix(), table), String.class,
				id.value());
	}

	private void update(String change, Object... values) {
		String verb = change.startsWith("schema_version (") ? "insert into " : "update ";
		assertThat(this.jdbc.update(verb + this.schema.prefix() + change, values)).isPositive();
	}

	private static JdbcDataSource dataSource() {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setURL("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
		return dataSource;
	}

}
