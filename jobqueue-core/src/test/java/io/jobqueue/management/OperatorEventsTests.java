package io.jobqueue.management;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.FlowId;
import io.jobqueue.JobEvent;
import io.jobqueue.JobId;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStateException;
import io.jobqueue.JobStatus;
import io.jobqueue.Limit;
import io.jobqueue.OperatorEvent;
import io.jobqueue.OperatorEvent.Act;
import io.jobqueue.OperatorEvent.JobsChanged;
import io.jobqueue.UniqueKey;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.FlowDriver;
import io.jobqueue.flow.JobFlows;
import io.jobqueue.flow.PreparedFlow;
import io.jobqueue.raw.RawQueues;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.jdbc.TestSchema;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.testsupport.SettableClock;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class OperatorEventsTests {

	private final List<JobEvent> events = new ArrayList<>();

	private final JobEvents published = new JobEvents(List.of(this.events::add));

	private final StoreBackend store = new MemoryStoreBackend(new SettableClock());

	private final JobFlows flows = new JobFlows(this.store, FlowDriver.SHORT, this.published);

	private int jobs;

	private final StoreJobOperator operator = operator(this.store);

	@Test
	void eachActOnAJobIsPublishedOnce() {
		JobId id = insert("q", 1).get(0);
		ClaimedJob claimed = claim();
		this.store.feed().finish("q", "w", List.of(Outcome.retry(claimed, Duration.ofHours(1), null)));
		this.operator.runNow(id);
		this.operator.cancel(id);
		this.operator.requeue(id);
		this.operator.delete(id);
		assertThat(this.events).containsExactly(changed(Act.RUN_NOW, id), changed(Act.CANCEL, id),
				changed(Act.REQUEUE, id), changed(Act.DELETE, id));
	}

	@Test
	void actThatChangesNothingIsNotPublished() {
		JobId id = insert("q", 1).get(0);
		claim();
		assertThatExceptionOfType(JobStateException.class).isThrownBy(() -> this.operator.delete(id));
		assertThatExceptionOfType(JobStateException.class).isThrownBy(() -> this.operator.requeue(id));
		assertThat(this.operator.cancel(JobId.of("none"))).isFalse();
		assertThat(this.operator.cancel(FlowId.of("flow-9999"))).isFalse();
		assertThat(this.operator.releaseKey("q", "key")).isEmpty();
		assertThat(this.events).isEmpty();
	}

	@Test
	void eachJobThatABulkOperationChangesIsInOneEventBeforeTheProgressIsReported() {
		List<JobId> ids = new ArrayList<>(insert("q", 700));
		ids.addAll(insert("r", 3));
		List<Long> known = new ArrayList<>();
		this.operator.cancel(JobQuery.all(), (progress) -> {
			known.add(progress.changed());
			assertThat(changedIds()).hasSize((int) progress.changed());
		});
		assertThat(known).hasSizeGreaterThan(1).last().isEqualTo(703L);
		assertThat(changedIds()).containsExactlyInAnyOrderElementsOf(ids);
		assertThat(this.events).allSatisfy((event) -> {
			JobsChanged changed = (JobsChanged) event;
			assertThat(changed.act()).isEqualTo(Act.CANCEL);
			assertThat(changed.ids()).hasSizeLessThanOrEqualTo(JobsChanged.MOST_IDS);
			assertThat(ids.indexOf(changed.ids().get(0)) < 700).isEqualTo(changed.queue().equals("q"));
		});
	}

	@Test
	void jobsThatAPurgeDeletesArePublished() {
		JobId waiting = insert("q", 1).get(0);
		claim();
		JobId other = insert("q", 1).get(0);
		this.operator.purge("q");
		assertThat(this.events).containsExactly(changed(Act.DELETE, other));
		assertThat(waiting).isNotEqualTo(other);
	}

	@Test
	void actsOnAQueueArePublished() {
		this.operator.pause("q");
		this.operator.resume("q");
		this.operator.limit("q", "task:send", Limit.ofMaxRunning(2));
		this.operator.limit("q", "task:send", null);
		this.operator.holdBack("q", Duration.ofSeconds(5));
		assertThat(this.events).containsExactly(new OperatorEvent.QueuePaused("q"), new OperatorEvent.QueueResumed("q"),
				new OperatorEvent.LimitChanged("q", "task:send", Limit.ofMaxRunning(2)),
				new OperatorEvent.LimitChanged("q", "task:send", null),
				new OperatorEvent.HeldBack("q", "", Duration.ofSeconds(5)));
	}

	@Test
	void keyThatIsReleasedIsPublishedWithTheJobThatOwnedIt() {
		NewJob job = job("q")
			.withTraits(JobTraits.NONE.withUnique(UniqueTrait.of(UniqueKey.of("key").inQueue(), "send", "key")));
		insert(this.store, List.of(job));
		this.operator.releaseKey("q", "key");
		assertThat(this.events).containsExactly(new OperatorEvent.KeyReleased("q", job.id()));
	}

	@Test
	void cancelledFlowIsPublishedWithItsJobs() {
		List<NewJob> jobs = List.of(job("q"), job("r"));
		PreparedFlow flow = PreparedFlow.of(FlowId.of("flow-0001"), List.of(jobs), null, null, null).named("import");
		this.flows.create(flow, (part) -> this.store.intake().insert(part, Admission.WITHIN_SIZE));
		assertThat(this.operator.cancel(flow.id())).isTrue();
		assertThat(this.operator.cancel(flow.id())).isFalse();
		assertThat(this.events).containsExactly(new OperatorEvent.FlowCancelled(flow.id(), "import"),
				changed(Act.CANCEL, jobs.get(0).id()), new JobsChanged("r", Act.CANCEL, List.of(jobs.get(1).id())));
		assertThat(this.events.get(0).queue()).isEmpty();
	}

	@Test
	void actIsDoneAndPublishedAlsoInATransactionThatIsRolledBack() {
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl("jdbc:h2:mem:operator-events");
			StoreBackend jdbc = TestSchema.create(pool).store();
			JobId id = insert(jdbc, List.of(job("q"))).get(0);
			TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
			assertThatIllegalStateException().isThrownBy(() -> transaction.executeWithoutResult((status) -> {
				operator(jdbc).cancel(id);
				assertThat(this.events).containsExactly(changed(Act.CANCEL, id));
				throw new IllegalStateException("on purpose");
			}));
			assertThat(jdbc.queries().find(List.of(id)).get(id).status()).isEqualTo(JobStatus.CANCELLED);
		}
	}

	private StoreJobOperator operator(StoreBackend store) {
		return new StoreJobOperator(store, () -> {
			throw new IllegalStateException("No schedules");
		}, new RawQueues(store, List.of()), this.flows, this.published);
	}

	private List<JobId> changedIds() {
		return this.events.stream().flatMap((event) -> ((JobsChanged) event).ids().stream()).toList();
	}

	private static JobsChanged changed(Act act, JobId id) {
		return new JobsChanged("q", act, List.of(id));
	}

	private ClaimedJob claim() {
		return this.store.feed().claim(new ClaimRequest("q", "w", 1, Duration.ofMinutes(5))).jobs().get(0);
	}

	private NewJob job(String queue) {
		return new NewJob(JobId.of("job-" + ++this.jobs), queue, "send", "1");
	}

	private List<JobId> insert(String queue, int count) {
		return insert(this.store, IntStream.range(0, count).mapToObj((i) -> job(queue)).toList());
	}

	private static List<JobId> insert(StoreBackend store, List<NewJob> jobs) {
		store.intake().insert(jobs);
		return jobs.stream().map(NewJob::id).toList();
	}

}
