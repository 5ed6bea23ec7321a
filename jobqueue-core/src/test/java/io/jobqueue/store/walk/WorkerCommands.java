package io.jobqueue.store.walk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Exchange;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.RenewResult;
import io.jobqueue.store.job.JobProgress;
import io.jobqueue.testsupport.TestRenewals;

/**
 * The commands of workers, and what these know. A worker may know of jobs that it has
 * lost, and not know of jobs that it holds.
 */
final class WorkerCommands {

	private static final int REMEMBERED = 60;

	private final StoreBackend store;

	private final Oracle oracle;

	private final OracleChoices choices;

	private final List<Finish> finished = new ArrayList<>();

	/** What workers run as far as they know. */
	private final Map<String, Map<JobId, ClaimedJob>> known = new HashMap<>();

	private Turn turn;

	WorkerCommands(StoreBackend store, Oracle oracle, OracleChoices choices) {
		this.store = store;
		this.oracle = oracle;
		this.choices = choices;
	}

	void begin(Turn turn) {
		this.turn = turn;
	}

	void claim(int limit) {
		String worker = this.turn.draw.worker().id();
		ClaimRequest request = request(this.turn.draw.queue(), worker, limit);
		ClaimResult result = this.store.feed().claim(request);
		this.choices.claim(request, result, false);
		hold(worker, result);
	}

	private ClaimRequest request(String queue, String worker, int limit) {
		int startable = this.turn.draw.one(2) ? limit : this.turn.draw.from(0, limit);
		ClaimRequest request = new ClaimRequest(queue, worker, limit, startable, this.turn.draw.lease());
		this.turn.lasts(request.lease());
		this.turn.lasts(this.oracle.limits.hasFastRate(queue) ? WalkTime.SOON : Duration.ZERO);
		this.turn.describe(request);
		return request;
	}

	/** A worker that does not get the reply knows nothing of the jobs. */
	private void hold(String worker, ClaimResult result) {
		if (!this.turn.replyIsLost()) {
			result.jobs().forEach((job) -> known(worker).put(job.id(), job));
		}
	}

	private Map<JobId, ClaimedJob> known(String worker) {
		return this.known.computeIfAbsent(worker, (id) -> new LinkedHashMap<>());
	}

	private List<ClaimedJob> known(String worker, String queue) {
		return known(worker).values().stream().filter((job) -> job.queue().equals(queue)).toList();
	}

	/** The end of some jobs that the worker knows. It forgets most of them. */
	private Finish end(String worker, boolean exchange) {
		List<ClaimedJob> all = List.copyOf(known(worker).values());
		String queue = all.isEmpty() ? this.turn.draw.queue() : this.turn.draw.of(all).queue();
		List<ClaimedJob> jobs = this.turn.draw.some(known(worker, queue), this.turn.draw.one(4) ? 40 : 5);
		List<Outcome> outcomes = new ArrayList<>();
		for (ClaimedJob job : jobs) {
			Outcome outcome = this.turn.draw.outcome(job, exchange);
			outcomes.add(outcome);
			if (!exchange && this.turn.draw.one(20)) {
				outcomes.add(outcome);
			}
			if (!this.turn.draw.one(10)) {
				known(worker).remove(job.id());
			}
		}
		Finish finish = new Finish(queue, worker, outcomes);
		this.finished.add(finish);
		this.finished.subList(0, Math.max(0, this.finished.size() - REMEMBERED)).clear();
		this.turn.describe(finish);
		return finish;
	}

	void finish() {
		Finish finish = end(this.turn.draw.worker().id(), false);
		do {
			send(finish);
		}
		while (this.turn.replyIsLost());
	}

	/** The tasks of some jobs have other limits. */
	void park(long number) {
		String worker = this.turn.draw.worker().id();
		for (ClaimedJob job : this.turn.draw.some(known(worker).values(), 3)) {
			Finish finish = new Finish(job.queue(), worker, List.of(Outcome.park(job, this.turn.draw.limits(number))));
			this.turn.describe(finish);
			do {
				send(finish);
			}
			while (this.turn.replyIsLost());
			known(worker).remove(job.id());
		}
	}

	private void send(Finish finish) {
		finish.outcomes.forEach((outcome) -> this.turn.lasts(outcome.delay()));
		this.oracle.finish(finish.queue, finish.worker, finish.outcomes,
				this.store.feed().finish(finish.queue, finish.worker, finish.outcomes));
	}

	void exchange() {
		String worker = this.turn.draw.worker().id();
		Finish finish = end(worker, true);
		do {
			ClaimRequest request = request(finish.queue, worker, this.turn.draw.from(1, 8));
			Exchange exchange = this.store.feed().exchange(request, finish.outcomes);
			this.oracle.finish(finish.queue, worker, finish.outcomes, exchange.finished());
			this.choices.claim(request, exchange.claimed(),
					finish.outcomes.stream().anyMatch((outcome) -> outcome.queue() != null));
			hold(worker, exchange.claimed());
		}
		while (this.turn.replyIsLost());
	}

	void finishAgain() {
		if (!this.finished.isEmpty()) {
			Finish finish = this.turn.draw.of(this.finished);
			this.turn.describe(finish);
			send(finish);
		}
	}

	/** Of any job, by any worker, from any queue, of this or another delivery. */
	void finishOthers() {
		List<OracleJob> jobs = this.turn.draw.some(this.oracle.jobs.values(), 3);
		String queue = (this.turn.draw.one(2) || jobs.isEmpty()) ? this.turn.draw.queue() : jobs.get(0).state.queue();
		List<Outcome> outcomes = jobs.stream()
			.map((job) -> others(Outcome.release(job.id(),
					job.state.delivery() + (this.turn.draw.one(3) ? this.turn.draw.from(-1, 1) : 0))))
			.toList();
		Finish finish = new Finish(queue, this.turn.draw.worker().id(), outcomes);
		this.turn.describe(finish);
		send(finish);
	}

	private Outcome others(Outcome release) {
		return this.turn.draw.one(2) ? release : new Outcome(release.id(), release.delivery(), Outcome.Kind.END,
				JobStatus.SUCCESS, Duration.ZERO, this.turn.draw.one(2) ? "1" : null, null, null, null, true, null);
	}

	void renew() {
		var worker = this.turn.draw.worker();
		Duration lease = this.turn.draw.lease();
		// A store may give up queues that do not answer in a part of the lease.
		int most = (lease.compareTo(WalkTime.FAR) < 0) ? 1 : Draw.QUEUES.size();
		List<RenewRequest.Container> containers = this.turn.draw.some(Draw.QUEUES, most)
			.stream()
			.map((queue) -> container(queue, known(worker.id(), queue)))
			.toList();
		RenewRequest request = new RenewRequest(worker, lease, containers);
		this.turn.lasts(request.lease());
		this.turn.describe(request);
		do {
			RenewResult result = this.store.feed().renew(request);
			RenewResult expected = this.oracle.renew(request);
			this.turn.equal(result.lost(), expected.lost());
			this.turn.equal(unnamed(result, request), unnamed(expected, request));
			this.turn.equal(result.failed(), Map.of());
			result.lost().stream().filter((id) -> !this.turn.draw.one(4)).forEach(known(worker.id())::remove);
			if (this.turn.draw.one(2)) {
				result.unaccounted().forEach((held) -> release(worker.id(), held));
			}
		}
		while (this.turn.replyIsLost());
	}

	/** A store may leave out jobs that the request names with another delivery. */
	private static Set<RenewResult.Held> unnamed(RenewResult result, RenewRequest request) {
		Set<RenewResult.Held> unnamed = new HashSet<>(result.unaccounted());
		unnamed.removeIf((held) -> request.containers()
			.stream()
			.anyMatch((container) -> container.attempts().containsKey(held.id())));
		return unnamed;
	}

	private void release(String worker, RenewResult.Held held) {
		send(new Finish(held.queue(), worker, List.of(Outcome.release(held.id(), held.delivery()))));
	}

	private RenewRequest.Container container(String queue, List<ClaimedJob> jobs) {
		Map<JobId, Integer> held = new HashMap<>();
		Map<JobId, JobProgress> progress = new HashMap<>();
		Set<JobId> started = new HashSet<>();
		for (ClaimedJob job : jobs) {
			if (!this.turn.draw.one(15)) {
				held.put(job.id(), job.delivery() + (this.turn.draw.one(30) ? 1 : 0));
				if (this.turn.draw.one(4)) {
					started.add(job.id());
				}
				if (this.turn.draw.one(6)) {
					progress.put(job.id(), JobProgress.of(this.turn.draw.from(0, 4) / 4.0,
							this.turn.draw.one(2) ? "step " + this.turn.draw.from(1, 3) : ""));
				}
			}
		}
		return TestRenewals.container(queue, this.turn.draw.from(1, 8), held, progress, started);
	}

	void leave() {
		String worker = this.turn.draw.worker().id();
		this.turn.describe(worker);
		this.store.feed().leave(worker, Draw.QUEUES);
		this.oracle.leave(worker, Draw.QUEUES);
	}

	private record Finish(String queue, String worker, List<Outcome> outcomes) {
	}

}
