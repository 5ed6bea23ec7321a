package io.jobqueue.benchmarks.server;

import java.util.Optional;
import java.util.Set;

/** The server on which contenders store their jobs. */
public interface Server extends AutoCloseable {

	/** Return the address for contenders. */
	String address();

	/** Return the description for the header. */
	String description();

	/** Delete all data. */
	void empty();

	/** Return the used memory in bytes, or 0 if it is not meaningful. */
	long memory();

	/**
	 * Return the work since the start of the server.
	 * @param ownCommands the commands that count as calls
	 */
	Work work(Set<String> ownCommands);

	/**
	 * Open a snapshot of all data, as a long transaction does, until it is closed.
	 * @return empty if the server has no such snapshots
	 */
	default Optional<OldSnapshot> oldSnapshot() {
		return Optional.empty();
	}

	/**
	 * Return this server behind a relay that counts round trips. The relay makes each of
	 * them slower, so times that are taken behind it say nothing.
	 * @return empty if round trips are not counted; to be closed before this server
	 */
	default Optional<Server> counted() {
		return Optional.empty();
	}

	@Override
	void close();

	/** A snapshot of all data. */
	interface OldSnapshot extends AutoCloseable {

		@Override
		void close();

	}

	/**
	 * The work of a server.
	 *
	 * @param cpuMicros CPU time in microseconds
	 * @param calls the commands that the contender sent
	 * @param commands the commands that were run, also inside scripts
	 * @param reads the number of reads from clients. It equals the number of sent
	 * commands if the client waits for each reply
	 * @param transactions the transactions that wrote, 0 if unknown
	 * @param roundTrips the requests that followed a reply, 0 if they are not counted
	 */
	record Work(double cpuMicros, long calls, long commands, long reads, long transactions, long roundTrips) {

		public Work minus(Work before) {
			return new Work(this.cpuMicros - before.cpuMicros, this.calls - before.calls,
					this.commands - before.commands, this.reads - before.reads, this.transactions - before.transactions,
					this.roundTrips - before.roundTrips);
		}

	}

}
