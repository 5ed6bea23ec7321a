package io.jobqueue.worker.permit;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.worker.options.SharedContainer;
import io.jobqueue.worker.options.SharedContainer.Order;

/**
 * Decides which queue of a container gets the next permit. Guarded by the lock of the
 * permits.
 */
public interface PermitTurns {

	/**
	 * Return the queue that gets the next permit, which counts as its turn.
	 * @param wanting the queues that want a permit, at least one
	 */
	String next(List<String> wanting);

	/** Record that a queue wants no permit at present. */
	void stopped(String queue);

	/** Forget a queue that is served no more. */
	void left(String queue);

	/** Return the turns of a container with several queues. */
	static PermitTurns of(SharedContainer container) {
		return (container.order() == Order.STRICT) ? new Strict(container) : new Weighted(container);
	}

	/** Return the turns of a container with one queue. */
	static PermitTurns single() {
		return new PermitTurns() {

			@Override
			public String next(List<String> wanting) {
				return wanting.get(0);
			}

			@Override
			public void stopped(String queue) {
			}

			@Override
			public void left(String queue) {
			}

		};
	}

	/**
	 * Smooth weighted round robin. A queue that wants a permit gains its weight with each
	 * permit. The one that has gained most gets the permit and pays the weights of all.
	 * So the turns of a queue are spread evenly.
	 */
	final class Weighted implements PermitTurns {

		private final SharedContainer container;

		private final Map<String, Integer> weights = new HashMap<>();

		private final Map<String, Long> credits = new HashMap<>();

		Weighted(SharedContainer container) {
			this.container = container;
		}

		@Override
		public String next(List<String> wanting) {
			String first = wanting.get(0);
			long most = Long.MIN_VALUE;
			long total = 0;
			for (String queue : wanting) {
				int weight = this.weights.computeIfAbsent(queue, this.container::weight);
				long credit = this.credits.merge(queue, (long) weight, Long::sum);
				total += weight;
				if (credit > most) {
					most = credit;
					first = queue;
				}
			}
			this.credits.put(first, most - total);
			return first;
		}

		@Override
		public void stopped(String queue) {
			this.credits.remove(queue);
		}

		@Override
		public void left(String queue) {
			this.credits.remove(queue);
			this.weights.remove(queue);
		}

	}

	/**
	 * The first queue, but for one of 32 turns. That goes to the queue behind it that has
	 * had no turn for the longest time, so that none waits for ever.
	 */
	final class Strict implements PermitTurns {

		static final int TURNS_PER_LATER_ONE = 32;

		private final SharedContainer container;

		private final Map<String, Integer> positions = new HashMap<>();

		/** The number of the last turn of each queue. */
		private final Map<String, Long> last = new HashMap<>();

		private long turn;

		private int turnsOfFirst;

		Strict(SharedContainer container) {
			this.container = container;
		}

		@Override
		public String next(List<String> wanting) {
			Comparator<String> longestWaiting = Comparator.comparingLong((queue) -> this.last.getOrDefault(queue, 0L));
			String first = Collections.min(wanting,
					Comparator.<String>comparingInt(this::position).thenComparing(longestWaiting));
			String next = first;
			if (wanting.size() > 1 && ++this.turnsOfFirst >= TURNS_PER_LATER_ONE) {
				this.turnsOfFirst = 0;
				next = wanting.stream().filter((queue) -> !queue.equals(first)).min(longestWaiting).orElse(first);
			}
			this.last.put(next, ++this.turn);
			return next;
		}

		private int position(String queue) {
			return this.positions.computeIfAbsent(queue, this.container::position);
		}

		@Override
		public void stopped(String queue) {
			// The last turn still counts when the queue wants permits again.
		}

		@Override
		public void left(String queue) {
			this.positions.remove(queue);
			this.last.remove(queue);
		}

	}

}
