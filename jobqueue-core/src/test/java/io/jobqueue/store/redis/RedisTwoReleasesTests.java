package io.jobqueue.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.form.StoredFields;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.redis.access.Key;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.testsupport.TestRedis;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A next release, which has one more field in every stored form, and this one at work on
 * the same jobs: neither loses what only the other knows.
 */
@Tag("process")
class RedisTwoReleasesTests {

	private static final String QUEUE = "q";

	/** What the next release adds to the details, a state, an attempt and an error. */
	private static final String MORE = RedisText.UNIT + "zz=new";

	private static final StoredFields OTHERS = StoredFields.read(MORE);

	private final String namespace = TestRedis.namespace();

	private final RedisStoreBackend store = new RedisStoreBackend(TestRedis.shared().connectionFactory(),
			this.namespace);

	private final StoredForms forms = new StoredForms(this.namespace, QUEUE);

	@Test
	void fieldOfAJobThatTheNextReleaseInsertsIsKeptAndNotTakenForPayload() {
		JobId id = insertByNext();
		ClaimedJob job = claim();
		assertThat(job.payload()).isEqualTo("{\"a\":1}");
		assertThat(job.task()).isEqualTo("task");
		assertThat(job.details().others()).isEqualTo(OTHERS);
		assertThat(this.forms.get(Key.RECORDS, id)).contains(MORE);
	}

	@Test
	void fieldsOfAStateAreKeptOnEveryWayOfAJob() {
		JobId id = insertByNext();
		finish(Outcome.retry(claim(), Duration.ZERO, new JobError("a.B", "why", null)));
		addToState(id);
		finish(Outcome.interrupted(claim()));
		assertKept(id);
		finish(Outcome.unknownTask(claim(), Duration.ZERO));
		assertKept(id);
		ClaimedJob job = claim();
		assertKept(id);
		finish(Outcome.release(job.id(), job.delivery()));
		assertKept(id);
		finish(Outcome.end(claim(), JobStatus.FAILED, new JobError("a.B", "why", null)));
		assertKept(id);
		this.store.actions().requeue(id);
		assertKept(id);
		this.store.actions().cancel(id);
		assertKept(id);
		assertThat(this.store.queries().find(List.of(id)).get(id).history()).hasSize(3);
	}

	@Test
	void fieldsOfAStateAreKeptWhenAWorkerIsLost() {
		JobId id = insertByNext();
		finish(Outcome.interrupted(claim()));
		addToState(id);
		this.store.feed().claim(new ClaimRequest(QUEUE, "lost", 1, Duration.ofMillis(1)));
		Awaitility.await().until(() -> this.store.maintenance().reclaim(QUEUE, 5, 10).requeued() == 1);
		assertKept(id);
	}

	@Test
	void fieldsAreKeptByAMoveToAnotherQueue() {
		JobId id = insertByNext();
		finish(Outcome.interrupted(claim()));
		addToState(id);
		ClaimedJob job = claim();
		finish(new Outcome(id, job.delivery(), Outcome.Kind.RETRY, JobStatus.RETRY, Duration.ZERO, null, null, null,
				"other", true, null));
		StoredForms there = new StoredForms(this.namespace, "other");
		assertThat(there.get(Key.RECORDS, id)).contains(MORE);
		assertThat(there.get(Key.STATE, id)).contains(MORE);
	}

	@Test
	void fieldsOfAnErrorAreReadOverAndKeptWhenOnFailureThrows() {
		JobId id = insertByNext();
		finish(Outcome.end(claim(), JobStatus.FAILED, new JobError("a.B", "why", null)));
		this.forms.set(Key.ERROR, id, this.forms.get(Key.ERROR, id) + MORE);
		for (String message : List.of("first", "second")) {
			this.store.feed().storeOnFailureError(QUEUE, id, 1, new JobError("d.E", message, null));
		}
		assertThat(this.forms.get(Key.ERROR, id)).contains(MORE).doesNotContain("first");
		assertThat(this.store.queries().find(List.of(id)).get(id)).satisfies((info) -> {
			assertThat(info.error()).isEqualTo(new JobError("a.B", "why", null));
			assertThat(info.onFailureError()).isEqualTo(new JobError("d.E", "second", null));
		});
	}

	@Test
	void fieldThatTheNextReleaseAddsToAnAttemptIsReadOver() {
		JobId id = insertByNext();
		finish(Outcome.interrupted(claim()));
		this.forms.set(Key.STATE, id, this.forms.get(Key.STATE, id) + MORE);
		finish(Outcome.interrupted(claim()));
		assertThat(this.forms.get(Key.STATE, id)).contains(MORE + RedisText.ENTRY);
		assertThat(this.store.queries().find(List.of(id)).get(id).history()).hasSize(2);
	}

	@Test
	void statusOfTheNextReleaseIsLeftAlone() {
		JobId id = insertByNext();
		finish(Outcome.interrupted(claim()));
		String state = "G" + this.forms.get(Key.STATE, id).substring(1);
		this.forms.set(Key.STATE, id, state);
		assertThat(this.store.feed().claim(new ClaimRequest(QUEUE, "w", 1, Duration.ofMinutes(1))).jobs()).isEmpty();
		assertThat(this.store.actions().cancel(id)).isNull();
		assertThat(this.store.actions().delete(id)).isNull();
		assertThat(this.store.actions().requeue(id)).isNull();
		assertThat(this.forms.get(Key.STATE, id)).isEqualTo(state);
		assertThat(this.forms.get(Key.RECORDS, id)).contains(MORE);
		assertThat(this.store.queries().queue(QUEUE).size(JobStatus.RETRY)).isEqualTo(1);
	}

	@Test
	void nextReleaseFindsItsDefaultsInAJobOfThisOne() {
		NewJob job = TestJobs.job(QUEUE, "1");
		this.store.intake().insert(List.of(job));
		assertThat(claim().details().others().get("zz")).isNull();
		assertThat(this.forms.get(Key.RECORDS, job.id()))
			.matches(Pattern.compile("\\d{13}Atask" + RedisText.ENTRY + "1"));
	}

	private JobId insertByNext() {
		NewJob job = TestJobs.job(QUEUE, "1");
		this.store.intake()
			.insert(List
				.of(new NewJob(job.id(), QUEUE, JobDetails.of("task", "{\"a\":1}").withOthers(OTHERS), null, null)));
		return job.id();
	}

	/** Behind the fields that this release knows, before the history. */
	private void addToState(JobId id) {
		String state = this.forms.get(Key.STATE, id);
		int history = state.indexOf(RedisText.ENTRY);
		this.forms.set(Key.STATE, id, state.substring(0, history) + MORE + state.substring(history));
	}

	private void assertKept(JobId id) {
		assertThat(this.forms.get(Key.STATE, id)).contains(MORE);
	}

	private ClaimedJob claim() {
		return this.store.feed().claim(new ClaimRequest(QUEUE, "w", 1, Duration.ofMinutes(1))).jobs().get(0);
	}

	private void finish(Outcome outcome) {
		this.store.feed().finish(QUEUE, "w", List.of(outcome));
	}

}
