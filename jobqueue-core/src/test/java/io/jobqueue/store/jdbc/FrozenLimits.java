package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.jobqueue.JobId;
import io.jobqueue.Limit;
import io.jobqueue.Overlap;
import io.jobqueue.UniqueKey;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UniqueKeys;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.store.limit.RateStore;
import io.jobqueue.store.schedule.ScheduleFiring;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.store.schedule.StoredSchedule;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A queue of its own with limits, and with unique keys, schedules, permits and a queue
 * with a maximum size. Others never wait for a limit that a frozen worker has locked.
 */
final class FrozenLimits extends FrozenQueue {

	private final String keys = "keys-" + this.queue;

	private final String sized = "sized-" + this.queue;

	private final ClaimedJob held;

	private final StoredSchedule schedule;

	/** Prepare it by a store that works. */
	FrozenLimits(StoreBackend store) {
		super(store);
		QueueRulesStore rules = store.part(QueueRulesStore.class);
		rules.update(this.queue, (none) -> none.withOperatorLimit("tenant", Limit.ofMaxRunning(1)));
		rules.update(this.sized, (none) -> none.withMaxSize(100));
		store.intake().insert(List.of(limited("a"), limited("a"), limited("b"), limited("b"), limited("d")));
		this.held = claim(this.victim, 1, LEASE).get(0);
		this.others.addAll(claim(this.other, 1, LONG));
		claim("lost-" + this.queue, 1, Duration.ofMillis(1));
		store.intake()
			.insert(List.of(keyed(UniqueKey.of("waits")), keyed(UniqueKey.of("starts").untilStarted()),
					keyed(UniqueKey.of("over").forTime(Duration.ofMillis(1)))));
		store.part(RateStore.class).acquire(this.queue, 5, Duration.ofMinutes(1), 1);
		this.schedule = schedule(this.queue);
	}

	private StoredSchedule schedule(String name) {
		ScheduleStore schedules = this.store.part(ScheduleStore.class);
		schedules.write(new StoredSchedule(name, this.queue, 1, Instant.EPOCH, null, null, null, "print", "definition",
				"m", null, List.of()), 0, false);
		return schedules.find(List.of(name)).get(name);
	}

	private static ScheduleFiring firing(StoredSchedule schedule, NewJob job) {
		return new ScheduleFiring(schedule, null, Overlap.ALLOW, null,
				List.of(new ScheduleFiring.Tick(Instant.EPOCH, job)));
	}

	private NewJob limited(String tenant) {
		return job(this.queue, JobTraits.NONE.withLimits(List.of("tenant=" + tenant)));
	}

	private NewJob keyed(UniqueKey key) {
		return job(this.keys, JobTraits.of(UniqueTrait.of(key, "task", String.valueOf(key.key()))));
	}

	private NewJob job(String queue, JobTraits traits) {
		return job(queue, null, traits);
	}

	@Override
	public Map<String, Consumer<JdbcStoreBackend>> steps() {
		List<Outcome> outcomes = List.of(Outcome.success(this.held, "1"));
		ClaimRequest request = new ClaimRequest(this.queue, this.victim, 4, LEASE);
		Map<String, Consumer<JdbcStoreBackend>> steps = new HashMap<>();
		steps.put("claim", (it) -> it.feed().claim(request));
		steps.put("exchange", (it) -> it.feed().exchange(request, outcomes));
		steps.put("finish", (it) -> it.feed().finish(this.queue, this.victim, outcomes));
		steps.put("reclaim", (it) -> it.maintenance().reclaim(this.queue, 5, 100));
		steps.put("cancel", (it) -> it.actions().cancel(this.held.id()));
		steps.put("prune", (it) -> it.maintenance().prune(this.queue, Map.of(), 100));
		steps.put("insert under limits", (it) -> it.intake().insert(List.of(limited("a"))));
		steps.put("insert with a key", (it) -> it.intake().insert(List.of(keyed(UniqueKey.of("new")))));
		steps.put("insert with a key that is over", (it) -> it.intake().insert(List.of(keyed(UniqueKey.of("over")))));
		steps.put("replacement", (it) -> it.intake().insert(List.of(keyed(UniqueKey.of("waits").replace()))));
		steps.put("release of a key",
				(it) -> it.part(UniqueKeys.class).release(this.keys, UniqueTrait.nameOfTask("task", "waits")));
		steps.put("release of a key until the start",
				(it) -> it.part(UniqueKeys.class).release(this.keys, UniqueTrait.nameOfTask("task", "starts")));
		ClaimRequest keyed = new ClaimRequest(this.keys, this.victim, 4, LEASE);
		steps.put("claim of jobs with keys", (it) -> it.feed().claim(keyed));
		steps.put("finish of jobs with keys", (it) -> it.feed()
			.finish(this.keys, this.victim,
					this.store.feed().claim(keyed).jobs().stream().map((job) -> Outcome.success(job, "1")).toList()));
		steps.put("insert within a size", (it) -> it.intake().insert(List.of(job(this.sized, JobTraits.NONE))));
		steps.put("change of rules", (it) -> it.part(QueueRulesStore.class)
			.update(this.queue, (rules) -> rules.withOperatorLimit("tenant", Limit.ofMaxRunning(2))));
		steps.put("hold back",
				(it) -> it.part(LimitStore.class).holdBack(this.queue, "tenant=held", Duration.ofMillis(1)));
		steps.put("permits", (it) -> it.part(RateStore.class).acquire(this.queue, 5, Duration.ofMinutes(1), 1));
		steps.put("first permits",
				(it) -> it.part(RateStore.class).acquire("new-" + this.queue, 5, Duration.ofMinutes(1), 1));
		steps.put("fire", (it) -> it.part(ScheduleStore.class).fire(List.of(firing(this.schedule, limited("f")))));
		steps.put("declare", (it) -> it.part(ScheduleStore.class)
			.declare(List.of(new ScheduleStore.Declaration(this.queue, this.queue, "print"))));
		steps.put("removal of a schedule", (it) -> it.part(ScheduleStore.class).remove(this.schedule));
		return steps;
	}

	@Override
	public void othersGoOn() {
		NewJob added = limited("new");
		NewJob plain = job(this.queue, JobTraits.NONE);
		this.store.intake().insert(List.of(added, plain));
		this.others.addAll(claim(this.other, 50, LONG));
		assertThat(this.others).extracting(ClaimedJob::id).as("claimed").contains(added.id(), plain.id());
		List<ClaimedJob> own = this.others.stream()
			.filter((job) -> job.id().equals(added.id()) || job.id().equals(plain.id()))
			.toList();
		assertThat(finish(own)).containsOnly(FinishResult.APPLIED);
		finish(List.copyOf(this.others));
		this.store.maintenance().reclaim(this.queue, 5, 100);
		prune();
		NewJob another = keyed(UniqueKey.of("another").untilStarted());
		assertThat(this.store.intake().insert(List.of(another, job(this.sized, JobTraits.NONE))))
			.containsOnly(InsertResult.INSERTED);
		othersWithKeysGoOn(another);
		assertThat(
				this.store.part(RateStore.class).acquire("other-" + this.queue, 5, Duration.ofMinutes(1), 1).granted())
			.isTrue();
		ScheduleStore schedules = this.store.part(ScheduleStore.class);
		StoredSchedule mine = schedule("mine-" + this.queue);
		assertThat(schedules.look(List.of(this.queue), 100).due()).extracting(StoredSchedule::name)
			.contains(mine.name());
		assertThat(schedules.fire(List.of(firing(mine, limited("fired")))).get(0).applied()).isTrue();
	}

	/** What has a locked key is left, and holds up nothing else. */
	private void othersWithKeysGoOn(NewJob another) {
		List<ClaimedJob> jobs = this.store.feed().claim(new ClaimRequest(this.keys, this.other, 50, LONG)).jobs();
		assertThat(jobs).extracting(ClaimedJob::id).as("claimed with keys").contains(another.id());
		List<FinishResult> results = this.store.feed()
			.finish(this.keys, this.other, jobs.stream().map((job) -> Outcome.success(job, "1")).toList());
		for (int i = 0; i < jobs.size(); i++) {
			assertThat(results.get(i)).isIn(jobs.get(i).id().equals(another.id()) ? List.of(FinishResult.APPLIED)
					: List.of(FinishResult.APPLIED, FinishResult.LOCKED));
		}
	}

	/** Jobs with the keys can be inserted, and permits acquired. */
	@Override
	public void requireFenced() {
		assertThat(this.store.feed().finish(this.queue, this.victim, List.of(Outcome.success(this.held, "late"))))
			.doesNotContain(FinishResult.APPLIED);
		for (String key : List.of("new", "over", "waits")) {
			this.store.intake().insert(List.of(keyed(UniqueKey.of(key))));
			JobId owner = this.store.part(UniqueKeys.class).owner(this.keys, UniqueTrait.nameOfTask("task", key));
			assertThat(owner).as("owner of '%s'", key).isNotNull();
			assertThat(this.store.queries().find(List.of(owner))).as("owner of '%s'", key).isNotEmpty();
		}
		assertThat(this.store.part(RateStore.class).acquire(this.queue, 5, Duration.ofMinutes(1), 1).granted())
			.isTrue();
	}

	@Override
	public void prune() {
		this.store.maintenance().prune(this.queue, Map.of(), 100);
	}

}
