package io.jobqueue.store.redis.raw;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.raw.RawMove;
import io.jobqueue.store.raw.RawOutcome;
import io.jobqueue.store.raw.RawSource;
import io.jobqueue.store.raw.RawStore;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisJobRecord;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.store.redis.insert.RedisInserts;

import org.jspecify.annotations.Nullable;

/**
 * One move of items. Those whose unique key has changed its owner are tried again. Used
 * by one thread.
 */
final class RedisRawMove {

	/** What the script answers for an item that is dead now. */
	private static final int DEAD = 4;

	private final RedisInserts inserts;

	private final QueueKeys queue;

	private final RawSource source;

	private final List<RawMove> moves;

	private final @Nullable RawOutcome[] outcomes;

	RedisRawMove(RedisInserts inserts, QueueKeys queue, RawSource source, List<RawMove> moves) {
		this.inserts = inserts;
		this.queue = queue;
		this.source = source;
		this.moves = moves;
		this.outcomes = new RawOutcome[moves.size()];
	}

	List<RawOutcome> run() {
		List<NewJob> jobs = this.moves.stream().map(RawMove::job).filter(Objects::nonNull).toList();
		if (jobs.isEmpty()) {
			step(List.of(), List.of(), List.of());
		}
		else {
			List<@Nullable InsertResult> results = this.inserts.insert(Script.RAW_MOVE, this.queue, jobs, this::step);
			int next = 0;
			for (int i = 0; i < this.moves.size(); i++) {
				if (this.moves.get(i).job() != null) {
					this.outcomes[i] = RawOutcome.of(results.get(next++));
				}
			}
		}
		return Arrays.stream(this.outcomes).map((outcome) -> (outcome != null) ? outcome : RawOutcome.LEFT).toList();
	}

	/** Run the script for jobs, the first time along with all that is dead. */
	private List<Object> step(List<NewJob> jobs, List<byte[]> keys, List<Object> arguments) {
		Set<JobId> open = new HashSet<>();
		jobs.forEach((job) -> open.add(job.id()));
		List<Integer> places = new ArrayList<>();
		for (int i = 0; i < this.moves.size(); i++) {
			NewJob job = this.moves.get(i).job();
			if ((job != null) ? open.contains(job.id()) : this.outcomes[i] == null) {
				places.add(i);
			}
		}
		List<byte[]> allKeys = new ArrayList<>(
				List.of(this.queue.raw(this.source.name()), this.queue.rawDead(this.source.name())));
		allKeys.addAll(keys);
		List<Object> all = new ArrayList<>(
				List.of(RedisRawQueues.kind(this.source), RawStore.MOST_DEAD, places.size()));
		places.forEach((place) -> addItem(this.moves.get(place), all));
		all.addAll(arguments);
		return sort(places, this.inserts.answers(Script.RAW_MOVE, this.queue, places.size(), allKeys, all));
	}

	private static void addItem(RawMove move, List<Object> arguments) {
		RawHandle handle = (RawHandle) move.entry().handle();
		byte[] record = (move.job() != null) ? RedisJobRecord.encode(move.job()) : new byte[0];
		boolean large = RedisInserts.isLarge(record);
		arguments
			.addAll(List.of(handle.item(), handle.score(), handle.size(), Objects.requireNonNullElse(move.reason(), ""),
					move.cut() ? RawStore.LONGEST_BEGINNING : "", large ? stamped(record) : ""));
	}

	private static byte[] stamped(byte[] record) {
		byte[] stamp = RedisText.bytes(RedisJobRecord.STAMP);
		byte[] value = Arrays.copyOf(stamp, stamp.length + record.length);
		System.arraycopy(record, 0, value, stamp.length, record.length);
		return value;
	}

	/** Note what is dead, and answer the rest. */
	private List<Object> sort(List<Integer> places, List<Object> answers) {
		List<Object> ofJobs = new ArrayList<>();
		for (int i = 0; i < places.size(); i++) {
			int place = places.get(i);
			if (this.moves.get(place).job() != null) {
				ofJobs.add(answers.get(i));
			}
			else {
				this.outcomes[place] = (RedisText.number(answers.get(i)) == DEAD) ? RawOutcome.DEAD : RawOutcome.LEFT;
			}
		}
		return ofJobs;
	}

}
