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
import java.util.stream.IntStream;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.Place;
import io.jobqueue.store.JobMaintenance.Pruned;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.StatusRetention;

/**
 * Sends commands to a store and to the oracle, and compares the results. A command whose
 * reply is lost is sent again at once, others are sent again later.
 */
final class Commands {

	private static final int REMEMBERED = 60;

	private static final int MANY = 130;

	private final StoreBackend store;

	private final Oracle oracle;

	private final OracleChoices choices;

	private final Comparison comparison;

	private final List<NewJob> inserted = new ArrayList<>();

	/** Jobs that were deleted. */
	final Set<JobId> gone = new HashSet<>();

	private final WorkerCommands workers;

	private Turn turn;

	private long number;

	Commands(StoreBackend store, Oracle oracle, Comparison comparison) {
		this.store = store;
		this.oracle = oracle;
		this.choices = new OracleChoices(oracle, (ids) -> store.queries().find(ids));
		this.comparison = comparison;
		this.workers = new WorkerCommands(store, oracle, this.choices);
	}

	Turn perform(Step step) {
		this.turn = new Turn(step);
		this.workers.begin(this.turn);
		List<JobId> before = List.copyOf(this.oracle.jobs.keySet());
		switch (step.command()) {
			case INSERT -> insert(IntStream.range(0, this.turn.draw.from(1, 5)).mapToObj((i) -> newJob()).toList());
			case INSERT_AGAIN -> insertAgain();
			case INSERT_MANY ->
				insert(IntStream.range(0, MANY).mapToObj((i) -> this.turn.draw.plain(++this.number)).toList());
			case CLAIM -> this.workers.claim(this.turn.draw.from(1, 8));
			case CLAIM_MANY -> this.workers.claim(2 * MANY);
			case FINISH -> this.workers.finish();
			case EXCHANGE -> this.workers.exchange();
			case FINISH_AGAIN -> this.workers.finishAgain();
			case FINISH_OTHERS -> this.workers.finishOthers();
			case RENEW -> this.workers.renew();
			case RECLAIM -> reclaim();
			case ACT -> act(this.turn.draw.of(List.of(JobAction.values())), ids(6), this.turn.draw.statuses());
			case PAUSE, RESUME -> pauseOrResume(step.command() == Step.Command.PAUSE);
			case LEAVE -> this.workers.leave();
			case PROMOTE -> promote();
			case PRUNE -> prune();
			case KEEP_ERROR -> keepError();
			case SEARCH -> search();
			case CLEAR -> act(JobAction.DELETE, ids(Integer.MAX_VALUE), EnumSet.allOf(JobStatus.class));
		}
		before.stream().filter((id) -> !this.oracle.jobs.containsKey(id)).forEach(this.gone::add);
		this.gone.removeAll(this.oracle.jobs.keySet());
		return this.turn;
	}

	/** The last command with its arguments. */
	String description() {
		return this.turn.description;
	}

	private NewJob newJob() {
		return this.turn.draw.job(++this.number);
	}

	private void insert(List<NewJob> jobs) {
		this.turn.describe(jobs);
		jobs.stream().map(NewJob::delay).filter((delay) -> delay != null).forEach(this.turn::lasts);
		this.inserted.addAll(jobs.subList(0, Math.min(10, jobs.size())));
		this.inserted.subList(0, Math.max(0, this.inserted.size() - REMEMBERED)).clear();
		do {
			this.turn.equal(this.store.intake().insert(jobs), this.oracle.insert(jobs));
		}
		while (this.turn.replyIsLost());
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
