package io.jobqueue.store.walk;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.jobqueue.Overlap;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.schedule.ScheduleFiring;
import io.jobqueue.store.schedule.ScheduleLook;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.store.schedule.StoredSchedule;

import org.jspecify.annotations.Nullable;

/**
 * The commands on schedules: of operators, of deployments, and of workers that fire
 * ticks. What a worker has read of a schedule may be old when it writes.
 */
final class ScheduleCommands {

	private static final List<String> NAMES = List.of("hourly", "daily", "weekly", "monthly");

	private static final int REMEMBERED = 20;

	private final StoreBackend store;

	private final Oracle oracle;

	/** Firings that were sent. */
	private final List<List<ScheduleFiring>> sent = new ArrayList<>();

	/** What was read. */
	private final Map<String, StoredSchedule> read = new java.util.TreeMap<>();

	private Turn turn;

	ScheduleCommands(StoreBackend store, Oracle oracle) {
		this.store = store;
		this.oracle = oracle;
	}

	void begin(Turn turn) {
		this.turn = turn;
	}

	private ScheduleStore part() {
		return this.store.part(ScheduleStore.class);
	}

	private Instant storeTime() {
		return this.store.queries().now().truncatedTo(ChronoUnit.MILLIS);
	}

	/** A time in the past, soon, after the walk, or none. */
	private @Nullable Instant due() {
		return switch (this.turn.draw.from(0, 5)) {
			case 0 -> null;
			case 1 -> WalkTime.FIXED.plusSeconds(this.turn.draw.from(0, 9));
			case 2 -> {
				this.turn.lasts(WalkTime.SOON);
				yield storeTime().plus(WalkTime.SOON);
			}
			default -> storeTime().minusSeconds(this.turn.draw.from(0, 9000));
		};
	}

	/** Put it, change its definition, pause or resume it, or move it to another queue. */
	void write() {
		String name = this.turn.draw.of(NAMES);
		StoredSchedule before = this.oracle.schedules.schedules.get(name);
		long expected = this.turn.draw.one(6) ? this.turn.draw.from(0, 3) : this.oracle.schedules.revision(name);
		String queue = (before == null || this.turn.draw.one(5)) ? this.turn.draw.queue() : before.queue();
		boolean keeps = before != null && !this.turn.draw.one(3);
		long revision = (expected == 0) ? this.turn.draw.from(10, Integer.MAX_VALUE) : expected + 1;
		StoredSchedule schedule = new StoredSchedule(name, queue, revision, due(), keeps ? before.waiting() : null,
				keeps ? before.lastTick() : null, keeps ? before.lastJob() : null,
				this.turn.draw.of(List.of("print-1", "print-2", "")), "definition ä " + this.turn.draw.from(1, 9),
				this.turn.draw.one(2) ? "" : "m" + this.turn.draw.from(1, 9), null, List.of());
		boolean declared = this.turn.draw.one(2);
		this.turn.describe(schedule, expected, declared);
		do {
			this.turn.equal(part().write(schedule, expected, declared),
					this.oracle.schedules.write(schedule, expected, declared));
		}
		while (this.turn.replyIsLost());
	}

	/**
	 * Fire ticks.
	 * @param jobs the jobs of ticks, by their queue
	 */
	void fire(Function<String, NewJob> jobs) {
		if (!this.turn.draw.one(3)) {
			read();
		}
		List<ScheduleFiring> firings = this.turn.draw.some(this.read.values(), 3)
			.stream()
			.map((schedule) -> firing(schedule, jobs))
			.toList();
		if (!firings.isEmpty()) {
			this.sent.add(firings);
			this.sent.subList(0, Math.max(0, this.sent.size() - REMEMBERED)).clear();
			send(firings);
		}
	}

	/**
	 * Move a schedule to another queue while its last job lives, and fire it there.
	 * @param jobs the jobs of ticks, by their queue
	 */
	void move(Function<String, NewJob> jobs) {
		List<StoredSchedule> living = this.oracle.schedules.withLivingJob();
		if (living.isEmpty()) {
			return;
		}
		StoredSchedule before = this.turn.draw.of(living);
		StoredSchedule moved = new StoredSchedule(before.name(), this.turn.draw.of(Draw.QUEUES), before.revision() + 1,
				before.due(), before.waiting(), before.lastTick(), before.lastJob(), before.fingerprint(),
				before.definition(), before.marks(), null, List.of());
		this.turn.describe(moved);
		this.turn.equal(part().write(moved, before.revision(), false),
				this.oracle.schedules.write(moved, before.revision(), false));
		send(List.of(new ScheduleFiring(moved, moved.due(), this.turn.draw.of(List.of(Overlap.SKIP, Overlap.QUEUE)),
				null, List.of(new ScheduleFiring.Tick(storeTime(), jobs.apply(moved.queue()))))));
	}

	/**
	 * Fire a tick whose job waits for a limit, and then the next one.
	 * @param jobs the jobs of ticks, by their queue
	 * @param block lets jobs of a queue wait for the limit
	 */
	void block(Function<String, NewJob> jobs, Consumer<String> block) {
		read();
		if (this.read.isEmpty()) {
			return;
		}
		String name = this.turn.draw.of(List.copyOf(this.read.keySet()));
		fireOne(name, Overlap.ALLOW, jobs);
		block.accept(this.read.get(name).queue());
		read();
		fireOne(name, this.turn.draw.of(List.of(Overlap.SKIP, Overlap.QUEUE)), jobs);
	}

	private void fireOne(String name, Overlap overlap, Function<String, NewJob> jobs) {
		StoredSchedule schedule = this.read.get(name);
		send(List.of(new ScheduleFiring(schedule, schedule.due(), overlap, null,
				List.of(new ScheduleFiring.Tick(storeTime(), jobs.apply(schedule.queue()))))));
	}

	private ScheduleFiring firing(StoredSchedule schedule, Function<String, NewJob> jobs) {
		Instant tick = storeTime().minusSeconds(10_000);
		List<ScheduleFiring.Tick> ticks = new ArrayList<>();
		for (int i = this.turn.draw.from(0, this.turn.draw.one(10) ? 25 : 2); i >= 0; i--) {
			tick = tick.plusSeconds(this.turn.draw.from(1, 100));
			ticks.add(new ScheduleFiring.Tick(tick, jobs.apply(schedule.queue())));
		}
		boolean triggered = this.turn.draw.one(4);
		return new ScheduleFiring(schedule, triggered ? schedule.due() : due(),
				triggered ? Overlap.ALLOW : this.turn.draw.of(List.of(Overlap.values())),
				this.turn.draw.one(4) ? tick.minusSeconds(9000) : null, ticks);
	}

	void fireAgain() {
		if (!this.sent.isEmpty()) {
			send(this.turn.draw.of(this.sent));
		}
	}

	private void send(List<ScheduleFiring> firings) {
		this.turn.describe(firings);
		do {
			this.turn.equal(part().fire(firings), firings.stream().map(this.oracle.schedules::fire).toList());
		}
		while (this.turn.replyIsLost());
	}

	void remove() {
		StoredSchedule schedule = this.read.get(this.turn.draw.of(NAMES));
		if (schedule != null) {
			this.turn.describe(schedule);
			do {
				this.turn.equal(part().remove(schedule), this.oracle.schedules.remove(schedule));
			}
			while (this.turn.replyIsLost());
		}
	}

	void declare() {
		List<ScheduleStore.Declaration> declarations = this.turn.draw.some(NAMES, 4).stream().map((name) -> {
			StoredSchedule known = this.read.get(name);
			boolean other = known == null || this.turn.draw.one(6);
			return new ScheduleStore.Declaration(name, other ? this.turn.draw.queue() : known.queue(),
					other ? "print-1" : known.fingerprint());
		}).toList();
		this.turn.describe(declarations);
		do {
			Set<String> others = part().declare(declarations);
			this.turn.equal(new TreeSet<>(others),
					new TreeSet<>(declarations.stream()
						.filter((declaration) -> !this.oracle.schedules.declare(declaration))
						.map(ScheduleStore.Declaration::name)
						.toList()));
		}
		while (this.turn.replyIsLost());
	}

	private void read() {
		this.read.clear();
		part().list(null, 100).forEach((schedule) -> this.read.put(schedule.name(), schedule));
	}

	/** Compare all that is shown. */
	void compare() {
		Map<String, StoredSchedule> shown = part().find(NAMES);
		NAMES.forEach((name) -> this.oracle.schedules.compare(shown.get(name), name, true));
		Set<String> listed = new HashSet<>(part().list(null, 100).stream().map(StoredSchedule::name).toList());
		Oracle.require(listed.equals(this.oracle.schedules.schedules.keySet()), "The listed schedules are %s", listed);
		ScheduleLook look = part().look(Draw.QUEUES, 100);
		Map<String, StoredSchedule> due = look.due()
			.stream()
			.collect(Collectors.toMap(StoredSchedule::name, Function.identity()));
		Set<String> ready = this.oracle.schedules.schedules.values()
			.stream()
			.filter(this.oracle.schedules::isReady)
			.map(StoredSchedule::name)
			.collect(Collectors.toSet());
		Oracle.require(due.keySet().equals(ready), "Due are the schedules %s and not %s", due.keySet(), ready);
		due.forEach((name, schedule) -> this.oracle.schedules.compare(schedule, name, false));
		boolean later = this.oracle.schedules.schedules.values()
			.stream()
			.anyMatch((schedule) -> schedule.waiting() != null
					|| (schedule.due() != null && !schedule.due().isBefore(WalkTime.FIXED)));
		Oracle.require(later == (look.next() != null), "The next schedule is due in %s", look.next());
		undeclared();
	}

	private void undeclared() {
		Walk.pass(this.store, Duration.ofMillis(1));
		Set<String> undeclared = part().undeclared(Draw.QUEUES, Duration.ZERO, 100)
			.stream()
			.map(StoredSchedule::name)
			.collect(Collectors.toSet());
		Set<String> expected = this.oracle.schedules.schedules.values()
			.stream()
			.filter((schedule) -> schedule.declaredAt() != null)
			.map(StoredSchedule::name)
			.collect(Collectors.toSet());
		Oracle.require(undeclared.equals(expected), "Undeclared are %s and not %s", undeclared, expected);
		Oracle.require(part().undeclared(Draw.QUEUES, WalkTime.FAR, 100).isEmpty(),
				"A schedule is undeclared too soon");
	}

	/** Remove all schedules. */
	void clear() {
		read();
		this.read.values().forEach((schedule) -> {
			this.turn.equal(part().remove(schedule), this.oracle.schedules.remove(schedule));
		});
	}

}
