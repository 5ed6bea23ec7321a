package io.jobqueue.store.redis.form;

import java.time.DateTimeException;
import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.lifecycle.JobState;

import org.jspecify.annotations.Nullable;

/**
 * A job as a script has seen it in a queue.
 *
 * @param id the job
 * @param letter the letter of its place, empty if it is not in the queue
 * @param score its score
 * @param head the head of its state as it was read, empty if it was never claimed
 * @param stored its state as it is stored, {@code null} if it is not in the queue or
 * another release wrote it in a form of its own
 * @param state its state
 * @param forward the entry that says where it went, empty for none
 */
public record SeenJob(JobId id, String letter, String score, byte[] head, @Nullable StoredState stored,
		@Nullable JobState state, String forward) {

	private static final byte[] NOTHING = {};

	/**
	 * In the parts that {@code look.lua} answers. The head goes back to a script byte by
	 * byte: another release may have written what is no text.
	 */
	public static SeenJob of(JobId id, String queue, List<Object> parts) {
		List<String> texts = parts.stream().map(RedisText::string).toList();
		String letter = texts.get(0), head = texts.get(2), lastEntry = texts.get(3);
		if (!letter.isEmpty()) {
			try {
				StoredState stored = StoredState.parse(lastEntry.isEmpty() ? head : head + RedisText.ENTRY + lastEntry);
				String score = texts.get(1).isEmpty() ? stored.score() : texts.get(1);
				return new SeenJob(id, letter, score, RedisText.bytes(parts.get(2)), stored,
						stored.state(id, queue, letter, score), "");
			}
			catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException ex) {
				// Another release wrote it: nothing can be changed here.
			}
		}
		return new SeenJob(id, "", "", NOTHING, null, null, texts.get(4));
	}

	/** Whether it is on its way to another queue. */
	public boolean isMoving() {
		return this.letter.equals(Letters.MOVING);
	}

	/** Whether this attempt has moved it to where it is now. */
	public boolean isMovedBy(int delivery, String worker) {
		int end = this.forward.indexOf(RedisText.UNIT);
		String by = (end >= 0) ? this.forward.substring(end + 1) : "";
		String attempt = delivery + String.valueOf(RedisText.UNIT) + worker;
		return by.equals(attempt) || by.startsWith(attempt + RedisText.UNIT);
	}

}
