package io.jobqueue.store.walk;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One command of a walk. Its arguments depend on its seed and on the jobs that are there
 * when it runs, so a walk makes sense without some of its steps too.
 *
 * @param command what to do
 * @param seed the seed of all random values
 */
record Step(Command command, long seed) {

	/**
	 * The steps of a walk.
	 * @param seed the seed of the walk
	 * @param count how many
	 * @param kinds the commands to take
	 */
	static List<Step> of(long seed, int count, Set<Command> kinds) {
		Random random = new Random(seed);
		List<Command> commands = kinds.stream()
			.flatMap((command) -> IntStream.range(0, command.weight).mapToObj((i) -> command))
			.toList();
		return random.longs(count)
			.mapToObj((number) -> new Step(commands.get((int) Long.remainderUnsigned(number, commands.size())), number))
			.toList();
	}

	/** What a step may do, and how often. */
	enum Command {

		INSERT(20), INSERT_AGAIN(3), INSERT_MANY(1), CLAIM(20), CLAIM_MANY(1), FINISH(20), EXCHANGE(12),
		FINISH_AGAIN(8), FINISH_OTHERS(3), RENEW(10), RECLAIM(10), ACT(10), PAUSE(1), RESUME(3), LEAVE(2), PROMOTE(4),
		PRUNE(6), KEEP_ERROR(3), SEARCH(3), CLEAR(2),

		FILL(2), INSERT_KEYED(16), INSERT_LIMITED(16), RULES(7), CROWD(3), HOLD_BACK(3), PARK(5), RELEASE_KEY(1),
		SHOW_LIMITS(4), SHOW_KEYS(3), SCHEDULE(4), FIRE(8), FIRE_AGAIN(2), SCHEDULE_MOVE(2), SCHEDULE_REMOVE(1),
		DECLARE(2), SHOW_SCHEDULES(4), INSERT_TAGGED(8), TURNS(3), KEYS_MEET(8), DEBOUNCE(3), SCHEDULE_BLOCK(3);

		/**
		 * The commands on jobs without unique keys, limits, tags, rules of queues and
		 * schedules.
		 */
		static final Set<Command> PLAIN = EnumSet.range(INSERT, CLEAR);

		private final int weight;

		Command(int weight) {
			this.weight = weight;
		}

	}

}
