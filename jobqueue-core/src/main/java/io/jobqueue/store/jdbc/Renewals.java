package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.jobqueue.JobId;
import io.jobqueue.store.RenewRequest;
import io.jobqueue.store.RenewResult;
import io.jobqueue.store.StoredText;
import io.jobqueue.store.WorkerIdentity;

/**
 * Renews all leases of a worker in one transaction: they share one database, so none
 * fails alone.
 */
final class Renewals {

	private static final String WORKER = """
			update {p}worker set host = :host, pid = :pid, started_at = :startedAt where id = :id
			""";

	private static final String HELD = "select id, queue, delivery from {p}running where worker = :worker";

	private static final String PROGRESS = """
			update {p}running set progress = ? where id = ? and worker = ? and delivery = ?
			""";

	private static final String LOCK = "select id from {p}running{by:primary} where id {in:ids} order by id for update skip locked";

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

	private final Database database;

	private final Leases leases;

	Renewals(Database database) {
		this.database = database;
		this.leases = new Leases(database);
	}

	RenewResult renew(RenewRequest request) {
		return this.database.urgentStep("renew leases", wait(request.lease()), () -> renewNow(request));
	}

	/** How long it may wait for other steps of this process. */
	private static Duration wait(Duration lease) {
		Duration half = lease.dividedBy(2);
		return (half.compareTo(LONGEST_WAIT) < 0) ? half : LONGEST_WAIT;
	}

	private RenewResult renewNow(RenewRequest request) {
		String worker = request.worker().id();
		Moment now = this.database.begin();
		List<RenewRequest.Container> containers = request.containers()
			.stream()
			.sorted(Comparator.comparing(RenewRequest.Container::queue))
			.toList();
		introduce(request.worker());
		long until = now.after(request.lease());
		Map<String, List<RenewResult.Held>> stored = held(worker);
		Set<JobId> lost = new HashSet<>();
		List<RenewResult.Held> unaccounted = new ArrayList<>();
		List<Object[]> progress = new ArrayList<>();
		for (RenewRequest.Container container : containers) {
			lost.addAll(container.held().keySet());
			for (RenewResult.Held held : stored.getOrDefault(container.queue(), List.of())) {
				if (Integer.valueOf(held.delivery()).equals(container.held().get(held.id()))) {
					lost.remove(held.id());
					Double value = container.progress().get(held.id());
					if (value != null) {
						progress.add(new Object[] { value, held.id().value(), worker, held.delivery() });
					}
				}
				else {
					unaccounted.add(held);
				}
			}
		}
		store(progress);
		// After the rows of jobs, as claims that store outcomes do: else they would block
		// each other.
		containers
			.forEach((container) -> this.leases.renewed(container.queue(), worker, until, container.concurrency()));
		return new RenewResult(lost, unaccounted);
	}

	private void introduce(WorkerIdentity worker) {
		int known = this.database.sql(WORKER)
			.param("host", StoredText.of(worker.host()))
			.param("pid", worker.pid())
			.param("startedAt", worker.startedAt().toEpochMilli())
			.param("id", worker.id())
			.update();
		if (known == 0) {
			Object[] row = { worker.id(), StoredText.of(worker.host()), worker.pid(),
					worker.startedAt().toEpochMilli() };
			this.database.dialect()
				.insertNew(this.database.jdbc(), this.database.rows(Table.WORKER, List.<Object[]>of(row)));
		}
	}

	private Map<String, List<RenewResult.Held>> held(String worker) {
		return this.database.sql(HELD)
			.param("worker", worker)
			.query((row, number) -> new RenewResult.Held(JobId.of(row.getString("id")), row.getString("queue"),
					row.getInt("delivery")))
			.list()
			.stream()
			.collect(Collectors.groupingBy(RenewResult.Held::queue));
	}

	/**
	 * Progress of a job whose row another transaction holds is left out: the job is about
	 * to leave, and the lease of all others must not wait for it.
	 */
	private void store(List<Object[]> progress) {
		if (progress.isEmpty()) {
			return;
		}
		List<String> ids = progress.stream().map((values) -> (String) values[1]).toList();
		Set<String> locked = Set
			.copyOf(this.database.sql(LOCK).param("ids", this.database.dialect().ids(ids)).query(String.class).list());
		List<Object[]> free = progress.stream()
			.filter((values) -> locked.contains((String) values[1]))
			.sorted(Comparator.comparing((values) -> (String) values[1]))
			.toList();
		if (!free.isEmpty()) {
			this.database.jdbc().batchUpdate(this.database.expand(PROGRESS), free);
		}
	}

}
