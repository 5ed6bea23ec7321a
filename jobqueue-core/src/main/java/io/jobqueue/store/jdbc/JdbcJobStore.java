package io.jobqueue.store.jdbc;

import java.util.List;
import java.util.stream.Stream;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.JobIntake;
import io.jobqueue.store.TransactionalFinish;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.Exchange;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.RenewResult;
import io.jobqueue.store.form.StoredError;
import io.jobqueue.store.jdbc.access.CallerTransaction;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.notes.JdbcNotes;
import io.jobqueue.store.jdbc.query.JdbcJobFinder;
import io.jobqueue.store.jdbc.query.Queues;
import io.jobqueue.store.jdbc.signal.WakeCondition;
import io.jobqueue.store.jdbc.signal.Waker;
import io.jobqueue.store.jdbc.upkeep.JdbcRenewals;
import io.jobqueue.store.jdbc.upkeep.Leases;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.notes.Attempt;
import io.jobqueue.store.notes.LogBounds;
import io.jobqueue.store.notes.LogPart;

/**
 * The way of a job: insert, claim, finish, and the leases between.
 */
final class JdbcJobStore implements JobIntake, JobFeed, TransactionalFinish {

	private static final String STORE_ON_FAILURE_ERROR = """
			update {p}past{by:primary} set on_failure_error = :error where id = :id and queue = :queue and delivery = :delivery
			and status in ('FAILED', 'MAX_RETRIES', 'TIMEOUT')
			""";

	private final Database database;

	private final CallerTransaction callerTransaction;

	private final Queues queues;

	private final Waker wakes;

	private final JdbcInserts inserts;

	private final JdbcClaims claims;

	private final JdbcFinishes finishes;

	private final JdbcRenewals renewals;

	private final Leases leases;

	private final JdbcNotes notes;

	JdbcJobStore(Database database, CallerTransaction callerTransaction, Queues queues, JdbcJobFinder finder,
			Waker wakes, ReadyJobs ready) {
		this.database = database;
		this.callerTransaction = callerTransaction;
		this.queues = queues;
		this.wakes = wakes;
		this.inserts = new JdbcInserts(database, callerTransaction, wakes);
		this.finishes = new JdbcFinishes(database, queues, finder, wakes);
		this.claims = new JdbcClaims(database, queues, finder, this.finishes, wakes, ready);
		this.renewals = new JdbcRenewals(database, wakes::signal);
		this.leases = new Leases(database);
		this.notes = new JdbcNotes(database);
	}

	@Override
	public List<InsertResult> insert(List<NewJob> jobs, Admission admission) {
		return this.inserts.insert(jobs, admission);
	}

	@Override
	public boolean joinsTransaction() {
		return this.callerTransaction.isOpen();
	}

	@Override
	public ClaimResult claim(ClaimRequest request) {
		return this.claims.claim(request);
	}

	@Override
	public List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes) {
		return this.finishes.finish(queue, worker, outcomes);
	}

	@Override
	public FinishResult finishInTransaction(String queue, String worker, Outcome outcome) {
		requireJoined();
		FinishResult result = this.finishes.finishJoined(queue, worker, outcome);
		this.callerTransaction.joined(List.of(queue));
		return result;
	}

	@Override
	public void appendLogInTransaction(Attempt attempt, List<LogPart> parts, LogBounds bounds) {
		requireJoined();
		this.notes.appendJoined(attempt, parts, bounds);
	}

	private void requireJoined() {
		if (!joinsTransaction()) {
			throw new IllegalStateException("This thread is in no transaction of the DataSource of the jobs");
		}
	}

	@Override
	public Exchange exchange(ClaimRequest request, List<Outcome> outcomes) {
		int last = Math.max(0, outcomes.size() - JdbcFinishes.CHUNK);
		List<FinishResult> before = finish(request.queue(), request.worker(), outcomes.subList(0, last));
		Exchange exchange = this.claims.exchange(request, outcomes.subList(last, outcomes.size()));
		return new Exchange(Stream.concat(before.stream(), exchange.finished().stream()).toList(), exchange.claimed());
	}

	@Override
	public RenewResult renew(RenewRequest request) {
		RenewResult renewed = this.renewals.renew(request);
		// A queue with a job was noted by the claim of that job.
		request.containers()
			.stream()
			.filter((container) -> container.attempts().isEmpty())
			.forEach((container) -> this.queues.note(container.queue()));
		return renewed;
	}

	@Override
	public boolean storeOnFailureError(String queue, JobId id, int delivery, JobError error) {
		return this.database.step("store the error of onFailure", () -> {
			this.database.begin();
			return this.database.sql(STORE_ON_FAILURE_ERROR)
				.param("error", StoredError.write(error))
				.param("id", id.value())
				.param("queue", queue)
				.param("delivery", delivery)
				.update();
		}) > 0;
	}

	@Override
	public void leave(String worker, List<String> queues) {
		this.database.step("remove a worker", () -> {
			this.database.begin();
			queues.stream().sorted().forEach((queue) -> this.leases.left(queue, worker));
			return this.database.sql("delete from {p}worker where id = :id").param("id", worker).update();
		});
		handOn(worker, queues);
	}

	@Override
	public void stopWaiting(String worker, String queue) {
		this.database.step("let a worker wait no more", () -> {
			this.database.begin();
			this.leases.sleeps(queue, worker, null);
			return true;
		});
		handOn(worker, List.of(queue));
	}

	/** The worker may have been signalled for a job that it does not take any more. */
	private void handOn(String worker, List<String> queues) {
		queues.forEach((queue) -> this.wakes.awake(worker, queue));
		this.wakes.wakeAfterStep(queues.stream()
			.map((queue) -> this.claims.left(queue, worker) ? WakeCondition.unlessPaused(queue)
					: WakeCondition.ifReady(queue))
			.toList());
	}

}
