package io.jobqueue.flow.state;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Jobs of a flow that someone is about to insert.
 *
 * @param token what they are: {@link #GIVEN} with an identity for jobs that only the
 * inserting call knows, {@link #PLANNED} with the number of their part, or the letter of
 * a follower
 * @param owner who inserts them
 * @param first the number of their first place
 * @param count how many they are
 * @param deadline the last moment at which they are inserted, by the clock of the store
 */
public record FlowChunk(String token, String owner, int first, int count, Instant deadline) {

	public static final char GIVEN = 'g';

	public static final char PLANNED = 'p';

	public FlowChunk {
		deadline = deadline.truncatedTo(ChronoUnit.MILLIS);
	}

	/** Whether only the call that inserts the jobs knows them. */
	public boolean isGiven() {
		return this.token.charAt(0) == GIVEN;
	}

	/**
	 * Whether nobody inserts the jobs any more.
	 * @param clockMargin how much clocks of a store may differ
	 */
	public boolean isOver(Instant now, Duration clockMargin) {
		return now.isAfter(this.deadline.plus(clockMargin));
	}

	public String write() {
		return "%s:%s:%s:%s:%s".formatted(this.token, this.owner, this.first, this.count, this.deadline.toEpochMilli());
	}

	public static FlowChunk read(String text) {
		String[] parts = text.split(":");
		return new FlowChunk(parts[0], parts[1], Integer.parseInt(parts[2]), Integer.parseInt(parts[3]),
				Instant.ofEpochMilli(Long.parseLong(parts[4])));
	}

}
