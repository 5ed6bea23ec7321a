package io.jobqueue.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.Limit;
import io.jobqueue.Rate;
import io.jobqueue.store.JobMaintenance;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.StatusRetention;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.store.redis.access.Key;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.testsupport.TestRedis;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Jobs in a form that another release wrote: left as they are, for a worker that can read
 * them, and no harm to others.
 */
@Tag("process")
class RedisOtherReleaseTests {

	private static final String QUEUE = "q";

	private static final String STATE = "2|new|form";

	private final String namespace = TestRedis.namespace();

	private final StoreBackend store = new RedisStoreBackend(TestRedis.shared().connectionFactory(), this.namespace);

	@Test
	void aRecordThatCannotBeReadIsHandedOutAsSuchAndMayBeGivenBack() {
		NewJob job = insert();
		NewJob other = insert();
		set(Key.RECORDS, job.id(), "2|new|form");
		List<ClaimedJob> jobs = claim("w", Duration.ofMinutes(1));
		assertThat(jobs).extracting(ClaimedJob::id).containsExactly(job.id(), other.id());
		assertThat(jobs).extracting(ClaimedJob::isReadable).containsExactly(false, true);
		assertThat(this.store.feed().finish(QUEUE, "w", List.of(Outcome.unknownTask(jobs.get(0), Duration.ZERO))))
			.containsExactly(FinishResult.APPLIED);
		assertThat(this.store.queries().queue(QUEUE).size(JobStatus.RETRY)).isEqualTo(1);
		ClaimedJob again = claim("w", Duration.ofMinutes(1)).get(0);
		assertThat(again.id()).isEqualTo(job.id());
		assertThat(again.unknownSince()).isNotNull();
		assertThat(again.retries()).isZero();
	}

	@Test
	void aStateThatCannotBeReadIsLeftAsItIsAndHoldsUpNoOther() {
		NewJob job = insert();
		NewJob other = insert();
		set(Key.STATE, job.id(), STATE);
		assertThat(claim("w", Duration.ofMinutes(1))).extracting(ClaimedJob::id).containsExactly(other.id());
		assertThat(this.store.actions().cancel(job.id())).isNull();
		assertThat(this.store.queries().find(List.of(job.id(), other.id()))).containsOnlyKeys(other.id());
		assertThat(this.store.queries().queue(QUEUE).sizes()).containsEntry(JobStatus.RETRY, 1L)
			.containsEntry(JobStatus.STARTED, 1L);
		assertThat(get(Key.STATE, job.id())).isEqualTo(STATE);
	}

	@Test
	void aStateThatCannotBeReadCostsNoStartOfARate() {
		rules((rules) -> rules.withOperatorLimit("tenant", Limit.ofRate(new Rate(10, Duration.ofDays(1)))));
		assertNextClaimGivesTheJobBehind(10);
	}

	@Test
	void aStateThatCannotBeReadTakesNoSlot() {
		rules((rules) -> rules.withOperatorLimit("tenant", Limit.ofMaxRunning(1)));
		assertNextClaimGivesTheJobBehind(10);
	}

	@Test
	void aStateThatCannotBeReadCostsNoTurnOfAFairQueue() {
		rules((rules) -> rules.withOrder(QueueRules.Order.FAIR, "tenant"));
		assertNextClaimGivesTheJobBehind(1);
	}

	@Test
	void aStateThatCannotBeReadLeavesTheNextJobToTheNextClaim() {
		assertNextClaimGivesTheJobBehind(1, JobTraits.NONE);
	}

	private void assertNextClaimGivesTheJobBehind(int limit) {
		assertNextClaimGivesTheJobBehind(limit, JobTraits.NONE.withLimits(List.of("tenant=acme")));
	}

	private void assertNextClaimGivesTheJobBehind(int limit, JobTraits traits) {
		NewJob job = insert(traits);
		NewJob behind = insert(traits);
		if (limit == 1) {
			insert(JobTraits.NONE.withLimits(List.of("tenant=beta")));
		}
		set(Key.STATE, job.id(), STATE);
		ClaimRequest request = new ClaimRequest(QUEUE, "w", limit, Duration.ofMinutes(1));
		ClaimResult none = this.store.feed().claim(request);
		assertThat(none.jobs()).isEmpty();
		assertThat(none.nextDue()).isEqualTo(Duration.ZERO);
		assertThat(this.store.feed().claim(request).jobs()).extracting(ClaimedJob::id).containsExactly(behind.id());
	}

	private void rules(UnaryOperator<QueueRules> change) {
		this.store.part(QueueRulesStore.class).update(QUEUE, change);
	}

	@Test
	void aLostWorkersJobWhoseStateCannotBeReadIsNotTakenBack() {
		NewJob job = insert();
		NewJob other = insert();
		claim("w", Duration.ofMillis(50));
		set(Key.STATE, job.id(), STATE);
		Awaitility.await().until(() -> this.store.maintenance().reclaim(QUEUE, 5, 100).requeued() == 1);
		assertThat(claim("v", Duration.ofMinutes(1))).extracting(ClaimedJob::id).containsExactly(other.id());
		assertThat(this.store.maintenance().reclaim(QUEUE, 5, 100).total()).isZero();
		assertThat(get(Key.STATE, job.id())).isEqualTo(STATE);
		QueueKeys keys = new QueueKeys(this.namespace, QUEUE);
		try (var connection = TestRedis.shared().connectionFactory().getConnection()) {
			assertThat(connection.hashCommands().hGetAll(keys.running("w"))).hasSize(1);
		}
	}

	/** Each is near to a state, with one field that has no meaning. */
	@ParameterizedTest
	@ValueSource(strings = { "W|99999999999|w|0||0|0|0|q", "W|0|w|x||0|0|0|q", "W|0|w|||0|0|0|q", "W|0|w|0|x|0|0|0|q",
			"W|0|w|0|99999999999999999999|0|0|0|q", "W|0|w|0||99999999999|0|0|q", "W|0|w|0||0|99999999999|0|q",
			"W|0|w|0||0|0|99999999999|q", "W|0|w|0||0|0|0", "W|0|w|0||0|0|0|q|", "W|0|w|0||0|0|0|q|x",
			"W|0|w|0||0|0|0|q|m=x", "W|0|w|0||0|0|0|q|m=", "W|0|w|0||0|0|0|q|m=2147483648", "W|0|w|0||0|0|0|q|i=1.5",
			"W|0|w|0||0|0|0|q|u=now", "W|0|w|0||0|0|0|q|u=99999999999999999999", "W|0|w|0||0|0|0|q|m=1|x", "N|w|1|2|q",
			"Dw|1|x|q|3", "Dw|1|2|q|x", "Dw|1|2|q", "N", "P", "D", "W", "" })
	void aStateWithAFieldThatCannotBeReadStartsNoJob(String state) {
		NewJob job = insert();
		NewJob other = insert();
		String text = state.replace('|', RedisText.UNIT);
		set(Key.STATE, job.id(), text);
		assertThat(claim("w", Duration.ofMinutes(1))).extracting(ClaimedJob::id).containsExactly(other.id());
		assertThat(get(Key.STATE, job.id())).isEqualTo(text);
		assertThat(this.store.queries().queue(QUEUE).sizes()).containsEntry(JobStatus.RETRY, 1L)
			.containsEntry(JobStatus.STARTED, 1L);
	}

	@Test
	void aStateThatIsNoTextIsTakenBackFromALostWorker() {
		NewJob job = insert();
		NewJob other = insert();
		claim("w", Duration.ofMillis(50));
		byte[] state = RedisText.bytes("S|1|w|1|1|0|0|1|q|z=?".replace('|', RedisText.UNIT));
		state[state.length - 1] = (byte) 0xff;
		set(Key.STATE, job.id(), state);
		Awaitility.await().until(() -> this.store.maintenance().reclaim(QUEUE, 5, 100).requeued() == 2);
		assertThat(claim("v", Duration.ofMinutes(1))).extracting(ClaimedJob::id)
			.containsExactlyInAnyOrder(job.id(), other.id());
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "unreadable", "foreign" })
	void anEndedJobOfAForeignIdIsPrunedWhateverItsState(String state) {
		NewJob job = TestJobs.job(JobId.of("no such form"), QUEUE, "1", 0, 0);
		this.store.intake().insert(List.of(job));
		this.store.feed()
			.finish(QUEUE, "w", List.of(Outcome.end(claim("w", Duration.ofMinutes(1)).get(0), JobStatus.FAILED,
					new JobError("a.B", "why", null))));
		if (state.equals("none")) {
			try (var connection = TestRedis.shared().connectionFactory().getConnection()) {
				connection.hashCommands()
					.hDel(new QueueKeys(this.namespace, QUEUE).of(Key.STATE), RedisText.bytes(job.id()));
			}
		}
		else if (state.equals("unreadable")) {
			set(Key.STATE, job.id(), STATE);
		}
		JobMaintenance.Pruned pruned = this.store.maintenance()
			.prune(QUEUE, Map.of(JobStatus.FAILED, new StatusRetention(Duration.ofDays(1), 0)), 10);
		assertThat(pruned.deleted()).isEqualTo(1);
		assertThat(this.store.queries().queue(QUEUE).size(JobStatus.FAILED)).isZero();
		assertThat(this.store.queries().failures()).isEmpty();
	}

	private NewJob insert() {
		return insert(JobTraits.NONE);
	}

	private NewJob insert(JobTraits traits) {
		NewJob job = new NewJob(TestJobs.id(QUEUE), QUEUE, JobDetails.of("task", "1"), null, null, traits);
		this.store.intake().insert(List.of(job));
		return job;
	}

	private List<ClaimedJob> claim(String worker, Duration lease) {
		return this.store.feed().claim(new ClaimRequest(QUEUE, worker, 10, lease)).jobs();
	}

	private void set(Key key, JobId id, Object value) {
		try (var connection = TestRedis.shared().connectionFactory().getConnection()) {
			connection.hashCommands()
				.hMSet(new QueueKeys(this.namespace, QUEUE).of(key),
						Map.of(RedisText.bytes(id), RedisText.bytes(value)));
		}
	}

	private String get(Key key, JobId id) {
		try (var connection = TestRedis.shared().connectionFactory().getConnection()) {
			return RedisText.string(
					connection.hashCommands().hGet(new QueueKeys(this.namespace, QUEUE).of(key), RedisText.bytes(id)));
		}
	}

}
