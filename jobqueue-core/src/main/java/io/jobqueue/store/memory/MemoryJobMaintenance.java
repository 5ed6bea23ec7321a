package io.jobqueue.store.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

import io.jobqueue.JobError;
import io.jobqueue.JobStatus;
import io.jobqueue.PoisonJobException;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.JobMaintenance;
import io.jobqueue.store.StatusRetention;

/**
 * The duties: due jobs, lost workers, retention.
 */
final class MemoryJobMaintenance implements JobMaintenance {

	private final MemoryState state;

	MemoryJobMaintenance(MemoryState state) {
		this.state = state;
	}

	@Override
	public int promote(String queue, int limit) {
		try (Turn turn = this.state.begin()) {
			QueueState known = turn.known(queue);
			int moved = (known != null) ? turn.promote(known, limit) : 0;
			if (known != null && moved > 0) {
				turn.wakeIfReady(known);
			}
			return moved;
		}
	}

	@Override
	public Reclaimed reclaim(String queue, int maxLosses, int limit) {
		try (Turn turn = this.state.begin()) {
			QueueState from = turn.known(queue);
			if (from == null) {
				return new Reclaimed(0, List.of());
			}
			List<ClaimedJob> poisoned = new ArrayList<>();
			List<JobEntry> lost = lost(from, turn.now(), limit);
			for (JobEntry entry : lost) {
				turn.detach(entry);
				entry.losses++;
				// A worker that does not know the task holds it for a moment only.
				entry.unknownSince = null;
				if (entry.losses < maxLosses) {
					entry.remember(JobStatus.QUEUED, null, turn.now());
					entry.first = false;
					turn.attach(entry, queue, JobStatus.QUEUED);
				}
				else {
					poison(turn, entry);
					poisoned.add(entry.toClaimed());
				}
			}
			from.leases.values().removeIf((lease) -> lease.isOver(turn.now()) && lease.running.isEmpty());
			turn.wakeIfReady(from);
			return new Reclaimed(lost.size() - poisoned.size(), poisoned);
		}
	}

	private static List<JobEntry> lost(QueueState queue, Instant now, int limit) {
		return queue.leases.values()
			.stream()
			.filter((lease) -> lease.isOver(now))
			.flatMap((lease) -> lease.running.stream())
			.limit(limit)
			.toList();
	}

	private static void poison(Turn turn, JobEntry entry) {
		JobError error = new JobError(PoisonJobException.class.getName(),
				"%s workers in a row were lost while they ran job '%s', the last one was '%s'".formatted(entry.losses,
						entry.id(), entry.worker),
				null);
		entry.remember(JobStatus.FAILED, error, turn.now());
		entry.error = error;
		turn.end(entry, JobStatus.FAILED);
	}

	@Override
	public Pruned prune(String queue, Map<JobStatus, StatusRetention> retention, int limit) {
		retention.keySet().stream().filter((status) -> !status.isEnd()).forEach((status) -> {
			throw new IllegalArgumentException("Only ended jobs are pruned, but 'status' was " + status);
		});
		try (Turn turn = this.state.begin()) {
			QueueState known = turn.known(queue);
			if (known == null) {
				return new Pruned(0, false);
			}
			int pruned = 0;
			for (Map.Entry<JobStatus, StatusRetention> entry : retention.entrySet()) {
				pruned += prune(turn, known.in(entry.getKey()), entry.getValue(), limit - pruned);
			}
			boolean vacant = known.isVacant(turn.now());
			if (vacant) {
				turn.state().queues.remove(queue);
			}
			return new Pruned(pruned, vacant);
		}
	}

	private static int prune(Turn turn, NavigableSet<JobEntry> ended, StatusRetention retention, int limit) {
		int pruned = 0;
		while (pruned < limit && !ended.isEmpty()
				&& (ended.size() > retention.count() || isOld(ended.first(), retention.keep(), turn.now()))) {
			turn.state().jobs.remove(ended.pollFirst().id());
			pruned++;
		}
		return pruned;
	}

	private static boolean isOld(JobEntry entry, Duration keep, Instant now) {
		return entry.endedAt != null && Duration.between(entry.endedAt, now).compareTo(keep) >= 0;
	}

}
