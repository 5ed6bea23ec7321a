package io.jobqueue.store.jdbc;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobStatus;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.error.StoreRefusedException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.support.MonotonicIds;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What a real database refuses, for good or for now, and what the store makes of it. The
 * store connects as a user whose rights may be taken.
 */
abstract class DatabaseErrors {

	static final String SECRET = "SECRET";

	private static final MonotonicIds IDS = new MonotonicIds(InstantSource.system());

	HikariDataSource owner;

	HikariDataSource user;

	JdbcTemplate admin;

	TestSchema schema;

	StoreBackend backend;

	abstract HikariDataSource ownerPool();

	/** A pool of a user that has the rights that are granted here. */
	abstract HikariDataSource userPool(TestSchema schema);

	@BeforeEach
	void open() {
		this.owner = ownerPool();
		this.admin = new JdbcTemplate(this.owner);
		this.schema = TestSchema.create(this.owner);
		this.user = userPool(this.schema);
		this.backend = new JdbcStoreBackend(this.user, this.schema.options());
	}

	@AfterEach
	void close() {
		for (HikariDataSource pool : new HikariDataSource[] { this.user, this.owner }) {
			// There is none where the server cannot run.
			if (pool != null) {
				pool.close();
			}
		}
	}

	@Test
	void aJobThatIsRefusedIsNotShown() {
		refuseLong("job", "payload");
		StoreRefusedException refusal = catchThrowableOfType(StoreRefusedException.class,
				() -> this.backend.intake().insert(List.of(job(SECRET.repeat(50)))));
		assertThat(stack(refusal)).doesNotContain(SECRET).contains(refusedState());
	}

	/** What the error of a value that is refused is named by. */
	String refusedState() {
		return "SQLState 23";
	}

	@Test
	void halfABatchIsNotCommittedByACallerThatGoesOn() {
		refuseLong("job", "payload");
		TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(this.user));
		assertThatExceptionOfType(UnexpectedRollbackException.class)
			.isThrownBy(() -> transaction.executeWithoutResult((status) -> {
				this.backend.intake().insert(List.of(job("1")));
				assertThatExceptionOfType(StoreRefusedException.class)
					.isThrownBy(() -> this.backend.intake().insert(List.of(job("2"), job(SECRET.repeat(50)))));
			}));
		assertThat(this.admin.queryForObject("select count(*) from " + table("job"), Long.class)).isZero();
	}

	@Test
	void anOutcomeThatIsRefusedIsNotShown() {
		refuseLong("past", "result");
		ClaimedJob job = claimed();
		StoreRefusedException refusal = catchThrowableOfType(StoreRefusedException.class,
				() -> finish(Outcome.success(job, SECRET.repeat(50))));
		assertThat(stack(refusal)).doesNotContain(SECRET);
		assertThat(finish(Outcome.end(job, JobStatus.FAILED, null))).containsExactly(FinishResult.APPLIED);
	}

	@Test
	void aCallWithoutAConnectionHadNoEffect() {
		this.backend.intake().insert(List.of(job("1")));
		this.user.close();
		StoreUnavailableException away = catchThrowableOfType(StoreUnavailableException.class,
				() -> this.backend.intake().insert(List.of(job("2"))));
		assertThat(away.hadNoEffect()).isTrue();
	}

	@Test
	void rightsThatAreTakenForAWhileAreNoFaultOfTheJob() {
		ClaimedJob job = claimed();
		revoke();
		assertPasses(() -> finish(Outcome.success(job, "1")));
		assertPasses(() -> this.backend.intake().insert(List.of(job("2"))));
		grant();
		assertThat(finish(Outcome.success(job, "1"))).containsExactly(FinishResult.APPLIED);
	}

	@Test
	void aTableThatIsAwayForAWhileIsNoFaultOfTheJob() {
		ClaimedJob job = claimed();
		this.admin.execute("alter table " + table("past") + " rename to " + table("away"));
		assertPasses(() -> finish(Outcome.success(job, "1")));
		this.admin.execute("alter table " + table("away") + " rename to " + table("past"));
		assertThat(finish(Outcome.success(job, "1"))).containsExactly(FinishResult.APPLIED);
	}

	@Test
	void aTableThatChangesBetweenCallsIsNoFaultOfTheJob() {
		for (int i = 0; i < 20; i++) {
			assertThat(finish(Outcome.success(claimed(), "1"))).containsExactly(FinishResult.APPLIED);
		}
		ClaimedJob job = claimed();
		this.admin.execute("alter table " + table("past") + " add column added int");
		this.admin.execute("alter table " + table("job") + " add column added int");
		this.admin.execute("alter table " + table("running") + " add column added int");
		org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
			try {
				return finish(Outcome.success(job, "1")).contains(FinishResult.APPLIED);
			}
			catch (StoreUnavailableException ex) {
				return false;
			}
		});
	}

	@Test
	void batchesAreBoundedByBytes() {
		String payload = "\"" + "x".repeat(200_000) + "\"";
		List<NewJob> jobs = java.util.stream.IntStream.range(0, 128).mapToObj((i) -> job(payload)).toList();
		this.backend.intake().insert(jobs);
		List<ClaimedJob> claimed = this.backend.feed()
			.claim(new ClaimRequest("q", "w", 128, Duration.ofMinutes(5)))
			.jobs();
		assertThat(claimed).hasSize(128).allMatch((job) -> job.payload().equals(payload));
		List<Outcome> outcomes = claimed.stream().map((job) -> Outcome.success(job, payload)).toList();
		assertThat(this.backend.feed().finish("q", "w", outcomes)).hasSize(128).containsOnly(FinishResult.APPLIED);
	}

	abstract void revoke();

	abstract void grant();

	/** Until the end of the present transaction, nobody else can end the job. */
	void lockPast(ClaimedJob job) {
		this.admin.update("insert into " + table("past")
				+ " (id, queue, delivery, attempts, progress, finished_delivery, retries, interruptions, marks)"
				+ " values (?, 'q', 1, 1, 0, 0, 0, 0, 0)", job.id().value());
	}

	void assertPasses(Runnable call) {
		StoreUnavailableException passing = catchThrowableOfType(StoreUnavailableException.class, call::run);
		assertThat(passing.hadNoEffect()).isTrue();
	}

	String table(String name) {
		return this.schema.prefix() + name;
	}

	List<FinishResult> finish(Outcome outcome) {
		return this.backend.feed().finish("q", "w", List.of(outcome));
	}

	ClaimedJob claimed() {
		this.backend.intake().insert(List.of(job("1")));
		return this.backend.feed().claim(new ClaimRequest("q", "w", 1, Duration.ofMinutes(5))).jobs().get(0);
	}

	static NewJob job(String payload) {
		return new NewJob(IDS.next("q"), "q", "task", payload);
	}

	/** Have the database refuse values of a column that have 100 characters or more. */
	void refuseLong(String table, String column) {
		this.admin.execute("alter table %s add constraint %s check (%s is null or char_length(%s) < 100)"
			.formatted(table(table), table("c"), column, column));
	}

	private static String stack(Throwable failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

}
