package io.jobqueue.store.walk;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.walk.Walk.WalkFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The random walk. A back end binds it by one class that says how to make an empty store.
 * {@code -Dwalk.steps=20000 -Dwalk.seed=1} makes it longer and repeats one.
 */
public abstract class StoreWalk {

	private static final Logger logger = LoggerFactory.getLogger(StoreWalk.class);

	private static final int COMPARED = Integer.getInteger("walk.compare", 5);

	/** How long walks that fail are made shorter. */
	private static final long SHRINK_NANOS = 1_000_000_000L * Integer.getInteger("walk.shrink", 60);

	/** How many steps a walk takes in a usual build. */
	protected int steps() {
		return 1000;
	}

	/** A fresh back end that shares nothing with those of other tests. */
	protected abstract StoreBackend newBackend();

	/**
	 * A walk is over: nothing is left of its jobs in the back end that was made last.
	 */
	protected void assertIsEmpty() {
	}

	/**
	 * Whether a worker that deletes ended jobs may forget also queues that it does not
	 * serve.
	 */
	protected boolean forgetsOtherQueues() {
		return false;
	}

	@Test
	void storeDoesWhatTheLifeCycleSays() {
		walk(seed(), Integer.getInteger("walk.steps", steps()), Step.Command.PLAIN);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 4 })
	void storeDoesSoOnTheSameWalks(long seed) {
		walk(seed, steps() / 4, Step.Command.PLAIN);
	}

	/** The same in each build, unless a property names another. */
	@ParameterizedTest
	@MethodSource("seeds")
	void storeAppliesKeysAndLimitsAndSchedules(long seed) {
		walk(seed, Integer.getInteger("walk.steps", steps()), EnumSet.allOf(Step.Command.class));
	}

	static LongStream seeds() {
		Long seed = Long.getLong("walk.seed");
		return (seed != null) ? LongStream.of(seed) : LongStream.of(12, 71002);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 4 })
	void storeAppliesThemOnTheSameWalks(long seed) {
		walk(seed, steps() / 4, EnumSet.allOf(Step.Command.class));
	}

	private static long seed() {
		Long seed = Long.getLong("walk.seed");
		return (seed != null) ? seed : new Random().nextLong(1_000_000);
	}

	private void walk(long seed, int count, Set<Step.Command> commands) {
		logger.info("{} walks {} steps with seed {}", getClass().getSimpleName(), count, seed);
		List<Step> steps = Step.of(seed, count, commands);
		try {
			new Walk(newBackend(), forgetsOtherQueues()).run(steps, COMPARED);
		}
		catch (WalkFailure ex) {
			WalkFailure shortest = shortest(new ArrayList<>(steps.subList(0, ex.step + 1)), ex);
			throw new AssertionError("The walk of seed %s failed at step %s of %s. The shortest walk found:%n%s"
				.formatted(seed, ex.step, count, shortest.getMessage()), shortest.getCause());
		}
		try {
			assertIsEmpty();
		}
		catch (AssertionError ex) {
			throw new AssertionError("After the walk of seed %s and %s steps something is left".formatted(seed, count),
					ex);
		}
	}

	/** Drop steps, as long as what is left fails too. */
	private WalkFailure shortest(List<Step> steps, WalkFailure first) {
		long end = System.nanoTime() + SHRINK_NANOS;
		WalkFailure failure = first;
		for (int size = steps.size() / 2; size > 0; size /= 2) {
			for (int start = 0; start < steps.size() && System.nanoTime() < end;) {
				List<Step> less = new ArrayList<>(steps);
				less.subList(start, Math.min(steps.size(), start + size)).clear();
				try {
					new Walk(newBackend(), forgetsOtherQueues()).run(less, 1);
					start += size;
				}
				catch (WalkFailure ex) {
					failure = ex;
					steps.clear();
					steps.addAll(less.subList(0, ex.step + 1));
				}
			}
		}
		return failure;
	}

}
