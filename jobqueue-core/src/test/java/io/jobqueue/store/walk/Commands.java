package io.jobqueue.store.walk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.Place;
import io.jobqueue.store.JobMaintenance.Pruned;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.StatusRetention;
import io.jobqueue.store.job.UniqueTrait;

/**
 * Sends commands to a store and to the oracle, and compares the results. A command whose
 * reply is lost is sent again at once, others are sent again later.
 */
final class Commands {

	private static final int REMEMBERED = 60;

	private static final int MANY = 130;

	private static final String BLOCKED = "tenant=b";

	private final StoreBackend store;

	private final Oracle oracle;

	private final OracleChoices choices;

	private final Comparison comparison;

	private final List<NewJob> inserted = new ArrayList<>();

	/** Jobs that were deleted. */
	final Set<JobId> gone = new HashSet<>();

	private final WorkerCommands workers;

	private final KeyCommands keys;

	private final LimitCommands limits;

	private final BoundCommands bounds;

	private final KeyScenes meetings;

	private final ScheduleCommands schedules;

	private Turn turn;

	private long number;

	Commands(StoreBackend store, Oracle oracle, Comparison comparison) {
		this.store = store;
		this.oracle = oracle;
		this.choices = new OracleChoices(oracle, (ids) -> store.queries().find(ids));
		this.comparison = comparison;
		this.workers = new WorkerCommands(store, oracle, this.choices);
		this.keys = new KeyCommands(store, oracle);
		this.limits = new LimitCommands(store, oracle);
		Sends sends = new Sends(store, oracle, this.choices);
		this.bounds = new BoundCommands(oracle, sends, this.limits);
		this.meetings = new KeyScenes(oracle, sends, this.keys);
		this.schedules = new ScheduleCommands(store, oracle);
	}

	Turn perform(Step step) {
		this.turn = new Turn(step);
		this.workers.begin(this.turn);
		this.schedules.begin(this.turn);
		this.oracle.limits.beginStep();
		List<JobId> before = List.copyOf(this.oracle.jobs.keySet());
		perform(step.command());
		before.stream().filter((id) -> !this.oracle.jobs.containsKey(id)).forEach(this.gone::add);
		this.gone.removeAll(this.oracle.jobs.keySet());
		return this.turn;
	}

	private void perform(Step.Command command) {
		switch (command) {
			case INSERT -> insert(Draw.several(this.turn.draw.from(1, 5), this::newJob));
			case INSERT_AGAIN -> insertAgain();
			case INSERT_MANY -> insert(Draw.several(MANY, () -> this.turn.draw.plain(++this.number)));
			case CLAIM -> this.workers.claim(this.turn.draw.from(1, 8));
			case CLAIM_MANY -> this.workers.claim(2 * MANY);
			case FINISH -> this.workers.finish();
			case EXCHANGE -> this.workers.exchange();
			case FINISH_AGAIN -> this.workers.finishAgain();
			case FINISH_OTHERS -> this.workers.finishOthers();
			case RENEW -> this.workers.renew();
			case RECLAIM -> reclaim();
			case ACT -> act(this.turn.draw.of(List.of(JobAction.values())), ids(6), this.turn.draw.statuses());
			case PAUSE, RESUME -> pauseOrResume(command == Step.Command.PAUSE);
			case LEAVE -> this.workers.leave();
			case PROMOTE -> promote();
			case PRUNE -> prune();
			case KEEP_ERROR -> keepError();
			case SEARCH -> search();
			case FILL -> this.bounds.fill(this.turn, this::plain);
			case CLEAR -> act(JobAction.DELETE, ids(Integer.MAX_VALUE), EnumSet.allOf(JobStatus.class));
			default -> performOther(command);
		}
	}

	private void performOther(Step.Command command) {
		Draw draw = this.turn.draw;
		switch (command) {
			case INSERT_KEYED -> insertKeyed();
			case INSERT_LIMITED -> insert(Draw.several(draw.from(1, 8), () -> draw.limited(newJob(), this.number)));
			case INSERT_TAGGED -> insert(Draw.several(draw.from(1, 8), () -> draw.tagged(newJob())));
			case PARK -> this.workers.park(this.number);
			case CROWD -> this.bounds.crowd(this.turn, this::plain);
			case TURNS -> this.bounds.takeTurns(this.turn, this::plain);
			case KEYS_MEET -> this.meetings.meet(this.turn, this::plain);
			case DEBOUNCE -> this.meetings.debounce(this.turn, this::plain);
			case RULES -> this.limits.change(this.turn);
			case HOLD_BACK -> this.limits.holdBack(this.turn);
			case RELEASE_KEY -> this.keys.release(this.turn);
			case SHOW_LIMITS -> this.limits.compare(this.turn, draw.queue());
			case SHOW_KEYS -> this.keys.compare(draw.queue());
			case SCHEDULE -> this.schedules.write();
			case FIRE -> this.schedules.fire(this::tickJob);
			case SCHEDULE_MOVE -> this.schedules.move(this::tickJob);
			case FIRE_AGAIN -> this.schedules.fireAgain();
			case SCHEDULE_REMOVE -> this.schedules.remove();
			case SCHEDULE_BLOCK -> this.schedules.block((queue) -> Sends.urgent(plain(queue), List.of(BLOCKED)),
					(queue) -> this.bounds.block(this.turn, queue, BLOCKED));
			case DECLARE -> this.schedules.declare();
			case SHOW_SCHEDULES -> this.schedules.compare();
			default -> throw new IllegalStateException("Unknown command " + command);
		}
	}

	private void insertKeyed() {
		boolean alone = this.turn.draw.one(2);
		List<NewJob> jobs = new ArrayList<>();
		for (int i = alone ? 1 : this.turn.draw.from(2, 8); i > 0; i--) {
			NewJob job = (alone || !this.turn.draw.one(4)) ? this.turn.draw.keyed(++this.number, alone) : newJob();
			job = this.turn.draw.one(3) ? this.turn.draw.tagged(job) : job;
			jobs.add(this.turn.draw.one(3) ? this.turn.draw.limited(job, this.number) : job);
		}
		if (alone) {
			// The longest wait of an owner is over or far.
			Walk.pass(this.store, WalkTime.SOON);
			this.turn.lasts(WalkTime.SOON);
		}
		insert(jobs);
	}

	private NewJob tickJob(String queue) {
		NewJob job = this.turn.draw.plain(queue, ++this.number);
		job = this.turn.draw.one(3) ? this.turn.draw.tagged(job) : job;
		return this.turn.draw.one(3) ? this.turn.draw.limited(job, this.number) : job;
	}

	/** What ends the walk, so that nothing is left. */
	Turn end() {
		this.turn = new Turn(new Step(Step.Command.CLEAR, 0));
		this.workers.begin(this.turn);
		this.schedules.begin(this.turn);
		new WalkEnd(this.store, this.oracle, this.choices).run(this.turn, this.keys, this.limits, this.schedules);
		return this.turn;
	}

	/** The last command with its arguments. */
	String description() {
		return this.turn.description;
	}

	private NewJob plain(String queue) {
		return this.turn.draw.plain(queue, ++this.number);
	}

	private NewJob newJob() {
		return this.turn.draw.job(++this.number);
	}

	private void insert(List<NewJob> jobs) {
		boolean bounded = jobs.stream().anyMatch((job) -> this.oracle.limits.rules(job.queue()).maxSize() != null);
		Admission admission = (bounded && this.turn.draw.one(2)) ? Admission.WITHIN_SIZE : Admission.ALWAYS;
		this.turn.describe(admission, jobs);
		jobs.stream().map(NewJob::delay).filter((delay) -> delay != null).forEach(this.turn::lasts);
		jobs.stream().filter(Commands::isRepeatable).limit(10).forEach(this.inserted::add);
		this.inserted.subList(0, Math.max(0, this.inserted.size() - REMEMBERED)).clear();
		do {
			this.turn.equal(this.store.intake().insert(jobs, admission), this.oracle.insert(jobs, admission));
		}
		while (this.turn.replyIsLost());
	}

	/** Not if its key runs out, so that it counts in which moment the call is made. */
	private static boolean isRepeatable(NewJob job) {
		UniqueTrait key = job.traits().unique();
		return key == null || !(WalkTime.SOON.equals(key.time()) || WalkTime.SOON.equals(key.maxWait()));
	}

	/** Late, and twice in one call. */
	private void insertAgain() {
		List<NewJob> jobs = new ArrayList<>(this.turn.draw.some(this.inserted, 4));
		NewJob job = newJob();
		jobs.addAll(List.of(job, job));
		insert(jobs);
	}

	private void reclaim() {
		String queue = this.turn.draw.queue();
		int maxLosses = this.turn.draw.from(2, 5);
		int limit = this.turn.draw.one(4) ? this.turn.draw.from(1, 3) : 1000;
		this.turn.describe(queue, maxLosses, limit);
		do {
			this.choices.reclaim(queue, maxLosses, limit, this.store.maintenance().reclaim(queue, maxLosses, limit));
		}
		while (this.turn.replyIsLost());
	}

	private List<JobId> ids(int most) {
		List<JobId> ids = this.turn.draw.some(this.oracle.jobs.keySet(), most);
		ids.addAll(this.turn.draw.some(this.gone, 1));
		return ids;
	}

	private void act(JobAction act, Collection<JobId> ids, Set<JobStatus> from) {
		this.turn.describe(act, ids, from);
		do {
			this.turn.equal(this.store.actions().act(act, ids, from), this.oracle.act(act, ids, from));
		}
		while (this.turn.replyIsLost());
	}

	private void pauseOrResume(boolean pause) {
		String queue = this.turn.draw.queue();
		this.turn.describe(queue);
		if (pause) {
			this.store.actions().pause(queue);
			this.oracle.pause(queue);
		}
		else {
			this.store.actions().resume(queue);
			this.oracle.resume(queue);
		}
	}

	private void promote() {
		String queue = this.turn.draw.queue();
		int limit = this.turn.draw.one(2) ? this.turn.draw.from(1, 3) : 1000;
		this.turn.describe(queue, limit);
		this.choices.promote(queue, limit, this.store.maintenance().promote(queue, limit));
	}

	private void prune() {
		String queue = this.turn.draw.queue();
		Map<JobStatus, StatusRetention> retention = new EnumMap<>(JobStatus.class);
		this.turn.draw.some(EnumSet.range(JobStatus.SUCCESS, JobStatus.CANCELLED), 6)
			.forEach((status) -> retention.put(status, new StatusRetention(
					this.turn.draw.one(3) ? Duration.ZERO : WalkTime.FAR, this.turn.draw.from(0, 10))));
		int limit = this.turn.draw.one(3) ? this.turn.draw.from(1, 4) : 1000;
		this.turn.describe(queue, retention, limit);
		Map<JobId, JobInfo> ended = this.store.queries()
			.find(this.oracle.jobs((job) -> job.isIn(queue, Place.ENDED)).stream().map(OracleJob::id).toList());
		// Jobs that ended at this very moment are not old yet.
		Walk.pass(this.store, Duration.ofMillis(1));
		Pruned pruned = this.store.maintenance().prune(queue, retention, limit);
		this.choices.prune(queue, retention, limit, ended, pruned);
	}

	private void keepError() {
		for (OracleJob job : this.turn.draw.some(this.oracle.jobs((other) -> other.status().isEnd()), 1)) {
			String queue = this.turn.draw.one(4) ? this.turn.draw.queue() : job.state.queue();
			int delivery = job.state.delivery() - (this.turn.draw.one(4) ? 1 : 0);
			JobError error = this.turn.draw.error();
			this.turn.describe(queue, job.id(), delivery, error);
			this.turn.equal(this.store.feed().storeOnFailureError(queue, job.id(), delivery, error),
					this.oracle.storeOnFailureError(queue, job.id(), delivery, error));
		}
	}

	private void search() {
		var query = this.turn.draw.query();
		this.turn.describe(query);
		this.comparison.search(query);
		this.comparison.failures();
	}

}
