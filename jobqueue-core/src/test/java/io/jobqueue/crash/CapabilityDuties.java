package io.jobqueue.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.jobqueue.AuditEntry;
import io.jobqueue.JobId;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.Overlap;
import io.jobqueue.RawQueueType;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.audit.AuditAct;
import io.jobqueue.store.audit.AuditRetention;
import io.jobqueue.store.audit.AuditStore;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.limit.LimitName;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.store.limit.RateStore;
import io.jobqueue.store.notes.Attempt;
import io.jobqueue.store.notes.JobNotes;
import io.jobqueue.store.notes.LogAppend;
import io.jobqueue.store.notes.LogBounds;
import io.jobqueue.store.notes.LogPart;
import io.jobqueue.store.notes.StoredStep;
import io.jobqueue.store.raw.RawLookRequest;
import io.jobqueue.store.raw.RawMove;
import io.jobqueue.store.raw.RawSource;
import io.jobqueue.store.raw.RawStore;
import io.jobqueue.store.schedule.FiringResult;
import io.jobqueue.store.schedule.ScheduleFiring;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.store.schedule.ScheduleStore.Declaration;
import io.jobqueue.store.schedule.StoredSchedule;
import io.jobqueue.store.statistics.AttemptSums;
import io.jobqueue.store.statistics.Resolution;
import io.jobqueue.store.statistics.StatisticsStore;
import io.jobqueue.store.statistics.TaskSums;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The operations of the optional parts of a store whose replies may be lost. Each checks
 * that it has its effect, once.
 */
final class CapabilityDuties {

	private static final String NAME = "nightly";

	private static final String TAG = "customer=acme";

	private final StoreBackend store;

	private final QueueRulesStore rules;

	private final ScheduleStore schedules;

	private int queues;

	CapabilityDuties(StoreBackend store) {
		this.store = store;
		this.rules = store.part(QueueRulesStore.class);
		this.schedules = store.part(ScheduleStore.class);
	}

	void changeRules() {
		String queue = queue();
		Duties.patiently(() -> this.rules.update(queue, (before) -> before.withMaxSize(7)));
		QueueRules changed = this.rules.rules(queue);
		assertThat(changed.maxSize()).isEqualTo(7);
		assertThat(changed.version()).isEqualTo(1);
	}

	void holdBack() {
		String queue = queue();
		LimitStore limits = this.store.part(LimitStore.class);
		Duties.patiently(() -> limits.holdBack(queue, LimitName.QUEUE, Duration.ofMinutes(1)));
		assertThat(limits.uses(queue, List.of(LimitName.QUEUE))).hasSize(1);
	}

	/** A reply that is lost can cost permits, but never grants more than the limit. */
	void acquire() {
		RateStore rates = this.store.part(RateStore.class);
		String key = queue();
		Duties.patiently(() -> rates.acquire(key, 2, Duration.ofMinutes(10), 1));
		rates.acquire(key, 2, Duration.ofMinutes(10), 1);
		assertThat(rates.acquire(key, 2, Duration.ofMinutes(10), 1).granted()).isFalse();
	}

	void writeSchedule() {
		assertThat(written().revision()).isEqualTo(1);
	}

	void removeSchedule() {
		StoredSchedule schedule = written();
		Duties.patiently(() -> this.schedules.remove(schedule));
		assertThat(this.schedules.find(List.of(schedule.name()))).isEmpty();
	}

	void declareSchedule() {
		StoredSchedule schedule = written();
		Declaration declaration = new Declaration(schedule.name(), schedule.queue(), schedule.fingerprint());
		Duties.patiently(() -> assertThat(this.schedules.declare(List.of(declaration))).isEmpty());
		assertThat(this.schedules.find(List.of(schedule.name())).get(schedule.name()).declaredAt()).isNotNull();
	}

	void fire() {
		StoredSchedule schedule = written();
		NewJob job = new NewJob(JobId.of(schedule.queue() + "-tick"), schedule.queue(), LedgerTask.NAME, "1");
		ScheduleFiring firing = new ScheduleFiring(schedule, null, Overlap.SKIP, null,
				List.of(new ScheduleFiring.Tick(Instant.EPOCH, job)));
		Duties.patiently(() -> {
			List<FiringResult> results = this.schedules.fire(List.of(firing));
			assertThat(results).hasSize(1);
		});
		assertThat(new JobSearch(this.store.queries()).search(JobQuery.all().inQueue(schedule.queue())).jobs())
			.hasSize(1);
		assertThat(this.schedules.find(List.of(schedule.name())).get(schedule.name()).revision()).isEqualTo(2);
	}

	void insertTagged() {
		tagged();
	}

	void deleteTagged() {
		NewJob job = tagged();
		Duties.patiently(() -> this.store.actions().delete(job.id()));
		assertThat(this.store.queries().tagged(TAG, List.of(job.queue()))).isZero();
	}

	private NewJob tagged() {
		String queue = queue();
		NewJob job = new NewJob(JobId.of(queue + "-tagged"), queue, LedgerTask.NAME, "1")
			.withTraits(JobTraits.NONE.withTags(List.of(TAG, "other")));
		Duties.patiently(() -> this.store.intake().insert(List.of(job)));
		assertThat(this.store.queries().tagged(TAG, List.of(queue))).isEqualTo(1);
		return job;
	}

	/** Sums are added twice where a reply was lost: they are not exact. */
	void addSums() {
		String queue = queue();
		StatisticsStore statistics = this.store.part(StatisticsStore.class);
		Instant now = this.store.queries().now();
		AttemptSums sums = AttemptSums.of(new long[] { 1 });
		Duties.patiently(() -> statistics.add(queue, List.of(new TaskSums(LedgerTask.NAME, now, sums))));
		assertThat(statistics.read(List.of(queue), Resolution.MINUTE, Resolution.MINUTE.begin(now), now.plusMillis(1)))
			.singleElement()
			.satisfies((each) -> assertThat(each.sums().get(0)).isBetween(1L, 2L));
	}

	void appendAct() {
		AuditStore audit = this.store.part(AuditStore.class);
		AuditAct act = AuditAct.of("ada", "pause", "queue " + queue(), 1);
		Duties.patiently(() -> audit.append(act, AuditRetention.DEFAULT));
		assertThat(audit.page(null, 10)).extracting(AuditEntry::target).containsOnlyOnce(act.target());
	}

	void pruneActs() {
		AuditStore audit = this.store.part(AuditStore.class);
		AuditAct act = AuditAct.of("ada", "pause", "queue " + queue(), 1);
		audit.append(AuditAct.of("ada", "pause", "queue " + queue(), 1), AuditRetention.DEFAULT);
		audit.append(act, AuditRetention.DEFAULT);
		Duties.patiently(() -> audit.prune(new AuditRetention(1, Duration.ofDays(1)), 10));
		assertThat(audit.page(null, 10)).extracting(AuditEntry::target).containsExactly(act.target());
	}

	void keepStep() {
		Attempt attempt = claimed();
		JobNotes notes = this.store.part(JobNotes.class);
		StoredStep step = new StoredStep(1, "charge", "7");
		Duties.patiently(() -> assertThat(notes.keepStep(attempt, step)).isTrue());
		assertThat(notes.steps(attempt.queue(), attempt.id())).containsExactly(step);
	}

	void appendLog() {
		Attempt attempt = claimed();
		JobNotes notes = this.store.part(JobNotes.class);
		List<LogPart> parts = LogPart.of(0, List.of(new LogPart.Line(Instant.EPOCH, "a")));
		LogAppend append = new LogAppend(attempt.id(), attempt.delivery(), parts);
		Duties.patiently(() -> notes.appendLogs(attempt.queue(), attempt.worker(), List.of(append), LogBounds.DEFAULT));
		assertThat(notes.log(attempt.queue(), attempt.id(), 0).parts()).isEqualTo(parts);
	}

	private Attempt claimed() {
		String queue = queue();
		NewJob job = new NewJob(JobId.of(queue + "-noted"), queue, LedgerTask.NAME, "1");
		this.store.intake().insert(List.of(job));
		this.store.feed().claim(new ClaimRequest(queue, "w", 1, Duration.ofMinutes(1)));
		return new Attempt(queue, "w", job.id(), 1);
	}

	/** The reply is lost, and yet each item has one job. */
	void moveItems() {
		RawStore raw = this.store.part(RawStore.class);
		RawSource source = new RawSource("inbox", RawQueueType.LIST, queue());
		raw.push(source, List.of("1", "1", "1", "1", "2"));
		List<RawMove> moves = raw.look(source, new RawLookRequest(3, 100, 1_000))
			.entries()
			.stream()
			.map((entry) -> RawMove.job(entry,
					new NewJob(JobId.of(source.queue() + "-item-" + UUID.randomUUID()), source.queue(), LedgerTask.NAME,
							entry.text())))
			.toList();
		Duties.patiently(() -> raw.move(source, moves));
		assertThat(raw.state(source, 0).size()).isEqualTo(2);
		assertThat(this.store.queries().queue(source.queue()).size(JobStatus.QUEUED)).isEqualTo(3);
	}

	/** An item of a call that is made again may be there twice. */
	void pushItem() {
		RawStore raw = this.store.part(RawStore.class);
		RawSource source = new RawSource("inbox", RawQueueType.LIST, queue());
		Duties.patiently(() -> raw.push(source, List.of("1")));
		assertThat(raw.state(source, 0).size()).isBetween(1L, 2L);
	}

	private StoredSchedule written() {
		String queue = queue();
		StoredSchedule schedule = new StoredSchedule(NAME + "-" + queue, queue, 1, Instant.EPOCH, null, null, null,
				"print", "definition", "", null, List.of());
		Duties.patiently(() -> this.schedules.write(schedule, 0, true));
		return this.schedules.find(List.of(schedule.name())).get(schedule.name());
	}

	private String queue() {
		return "capability" + ++this.queues;
	}

}
