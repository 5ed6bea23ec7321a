package io.jobqueue.maintenance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import io.jobqueue.store.JobMaintenance.Reclaimed;
import io.jobqueue.store.StoreBackend;

/**
 * The duties that every store needs. A lost job is found within its lease and 5 s. Values
 * that claims of an idle worker have reported are not read again, so it makes less than
 * one call a second and queue.
 */
public final class StoreDuties {

	private static final Duration LONGEST_RECLAIM = Duration.ofSeconds(5);

	private static final Duration PROMOTE = Duration.ofSeconds(60);

	private static final Duration LONGEST_PRUNE = Duration.ofSeconds(60);

	private static final Duration SHORTEST_PRUNE = Duration.ofSeconds(1);

	private static final Duration PRUNE_AGAIN = Duration.ofSeconds(10);

	/** Other duties run in between. */
	private static final Duration PRUNE_NEXT = Duration.ofMillis(5);

	private static final Duration PRUNE_OTHERS = Duration.ofMinutes(5);

	private StoreDuties() {
	}

	/**
	 * Return the duties of a worker for a store.
	 * @param store the store
	 * @param queues the queues that this worker serves now; ended jobs are pruned in all
	 * @param options the options
	 * @param listener called with a queue and the jobs that were reclaimed in it; poison
	 * jobs are reported only there
	 * @param idleHints the hints of claims about the queues
	 */
	public static List<MaintenanceDuty> of(StoreBackend store, Supplier<List<String>> queues,
			MaintenanceOptions options, BiConsumer<String, Reclaimed> listener, IdleHintsSource idleHints) {
		Duration sixth = options.lease().dividedBy(6);
		ReclaimPace pace = new ReclaimPace((sixth.compareTo(LONGEST_RECLAIM) < 0) ? sixth : LONGEST_RECLAIM, idleHints,
				System::nanoTime);
		PromoteDueJobs promote = new PromoteDueJobs(store.maintenance());
		ReclaimLostJobs reclaim = new ReclaimLostJobs(store.maintenance(), options.maxLosses(), listener);
		PruneEndedJobs prune = new PruneEndedJobs(store, queues, options.retention(),
				Character.toString(ThreadLocalRandom.current().nextInt('.', 'z')));
		Duration pruneInterval = pruneInterval(options.retention());
		List<MaintenanceDuty> duties = new ArrayList<>(PruneAudit.of(store));
		duties.addAll(PruneStackRequests.of(store));
		duties
			.addAll(List.of(MaintenanceDuty.of("lost jobs", pace::tick, () -> reclaim.runOnce(pace.due(queues.get()))),
					MaintenanceDuty.of("due jobs", () -> PROMOTE,
							() -> promote.runOnce(unclaimed(queues.get(), idleHints))),
					MaintenanceDuty.of("ended jobs", () -> pruneInterval, prune::runOnce),
					MaintenanceDuty.of("more ended jobs", () -> prune.isUnfinished() ? PRUNE_NEXT : PRUNE_AGAIN,
							prune::runAgain),
					MaintenanceDuty.of("ended jobs of other queues", () -> PRUNE_OTHERS, prune::runOnOtherQueues)));
		return List.copyOf(duties);
	}

	/** A claim promotes too. */
	private static List<String> unclaimed(List<String> queues, IdleHintsSource idleHints) {
		return queues.stream().filter((queue) -> idleHints.of(queue, PROMOTE.dividedBy(2)) == null).toList();
	}

	/** A tenth of the shortest time that ended jobs are kept, from 1 s to 60 s. */
	static Duration pruneInterval(RetentionOptions retention) {
		return retention.statuses()
			.values()
			.stream()
			.map((bounds) -> bounds.keep().dividedBy(10))
			.map((tenth) -> (tenth.compareTo(SHORTEST_PRUNE) > 0) ? tenth : SHORTEST_PRUNE)
			.reduce(LONGEST_PRUNE, (one, other) -> (one.compareTo(other) < 0) ? one : other);
	}

}
