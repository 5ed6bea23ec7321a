package io.jobqueue.store.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.ActionEvent;
import io.jobqueue.lifecycle.LossEvent;
import io.jobqueue.store.JobMaintenance;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.job.StatusRetention;

/** The maintenance duties: due jobs, lost workers, retention. */
record MemoryJobMaintenance(MemoryStore store) implements JobMaintenance {

	@Override
	public int promote(String queue, int limit) {
		try (MemoryStep step = this.store.begin()) {
			MemoryQueue known = this.store.queues.get(queue);
			return (known != null) ? step.promote(known, limit) : 0;
		}
	}

	@Override
	public Reclaimed reclaim(String queue, int maxLosses, int limit) {
		try (MemoryStep step = this.store.begin()) {
			MemoryQueue known = this.store.queues.get(queue);
			if (known == null) {
				return new Reclaimed(0, List.of());
			}
			List<ClaimedJob> poisoned = new ArrayList<>();
			int total = 0;
			for (Map.Entry<String, MemoryQueue.Lease> lease : List.copyOf(known.leases.entrySet())) {
				if (!lease.getValue().isOver(step.now)) {
					continue;
				}
				for (MemoryJob job : lease.getValue().running.stream().limit(limit - total).toList()) {
					step.apply(new LossEvent(lease.getKey(), maxLosses), job);
					total++;
					if (job.state.status().isEnd()) {
						poisoned.add(job.toClaimed());
					}
				}
			}
			known.leases.values().removeIf((lease) -> lease.isOver(step.now) && lease.running.isEmpty());
			return new Reclaimed(total - poisoned.size(), poisoned);
		}
	}

	@Override
	public Pruned prune(String queue, Map<JobStatus, StatusRetention> retention, int limit) {
		retention.keySet().stream().filter((status) -> !status.isEnd()).forEach((status) -> {
			throw new IllegalArgumentException("Only ended jobs are pruned, but 'status' was " + status);
		});
		try (MemoryStep step = this.store.begin()) {
			MemoryQueue known = this.store.queues.get(queue);
			if (known == null) {
				return new Pruned(0, false);
			}
			int pruned = 0;
			for (Map.Entry<JobStatus, StatusRetention> entry : retention.entrySet()) {
				pruned += prune(step, known.in(entry.getKey()), entry.getValue(), limit - pruned);
			}
			boolean vacant = known.isVacant(step.now)
					&& this.store.schedules.values().stream().noneMatch((each) -> each.queue().equals(queue));
			if (vacant) {
				this.store.queues.remove(queue);
			}
			return new Pruned(pruned, vacant);
		}
	}

	private static int prune(MemoryStep step, NavigableSet<MemoryJob> ended, StatusRetention retention, int limit) {
		int pruned = 0;
		while (pruned < limit && !ended.isEmpty()
				&& (ended.size() > retention.count() || isOld(ended.first(), retention.keep(), step.now))) {
			step.apply(new ActionEvent(JobAction.DELETE), ended.first());
			pruned++;
		}
		return pruned;
	}

	private static boolean isOld(MemoryJob job, Duration keep, Instant now) {
		Instant endedAt = job.state.endedAt();
		return endedAt != null && Duration.between(endedAt, now).compareTo(keep) >= 0;
	}

}
