package io.jobqueue.benchmarks;

import java.util.Optional;
import java.util.Set;

/**
 * Where contenders keep their jobs.
 */
public interface Server extends AutoCloseable {

	/** What contenders are told to reach it. */
	String address();

	/** What it is, for the header. */
	String description();

	/** Drop all data. */
	void empty();

	/** Bytes of memory used, or 0 if that says nothing. */
	long memory();

	/**
	 * What it has done since its start.
	 * @param ownCommands the commands that count as calls
	 */
	Work work(Set<String> ownCommands);

	/**
	 * Hold on to all data as it is now, as a long transaction does, until the answer is
	 * closed.
	 * @return empty if that means nothing here
	 */
	default Optional<OldSnapshot> oldSnapshot() {
		return Optional.empty();
	}

	@Override
	void close();

	/** A state of all data. */
	interface OldSnapshot extends AutoCloseable {

		@Override
		void close();

	}

	/**
	 * What a server has done.
	 *
	 * @param cpuMicros CPU time
	 * @param calls what the contender sent
	 * @param commands what was run, inside of scripts too
	 * @param reads how often something was read from a client: all that it sent, as long
	 * as it waits for each answer
	 */
	record Work(double cpuMicros, long calls, long commands, long reads) {

		Work minus(Work before) {
			return new Work(this.cpuMicros - before.cpuMicros, this.calls - before.calls,
					this.commands - before.commands, this.reads - before.reads);
		}

	}

}
