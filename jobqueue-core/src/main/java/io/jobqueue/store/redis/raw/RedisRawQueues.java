package io.jobqueue.store.redis.raw;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import io.jobqueue.JobQueueException;
import io.jobqueue.RawQueueInfo.DeadItem;
import io.jobqueue.RawQueueType;
import io.jobqueue.store.raw.RawEntry;
import io.jobqueue.store.raw.RawLook;
import io.jobqueue.store.raw.RawLookRequest;
import io.jobqueue.store.raw.RawMove;
import io.jobqueue.store.raw.RawOutcome;
import io.jobqueue.store.raw.RawSource;
import io.jobqueue.store.raw.RawState;
import io.jobqueue.store.raw.RawStore;
import io.jobqueue.store.redis.access.CommandBatches;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.store.redis.insert.RedisInserts;

/**
 * Raw queues. Items are bytes, which are compared as such, since other programs may put
 * there what is no text.
 */
public final class RedisRawQueues implements RawStore {

	private static final int PUSHED = 500;

	/** The type of another key, and whether there is more. */
	private static final int HEAD = 2;

	private final RedisAccess redis;

	private final RedisInserts inserts;

	public RedisRawQueues(RedisAccess redis, RedisInserts inserts) {
		this.redis = redis;
		this.inserts = inserts;
	}

	@Override
	public void require(RawSource source) {
		// Each type can be kept.
	}

	@Override
	public String location(RawSource source) {
		return RedisText.string(this.redis.keys(source.queue()).raw(source.name()));
	}

	@Override
	public RawLook look(RawSource source, RawLookRequest request) {
		QueueKeys queue = this.redis.keys(source.queue());
		List<Object> answer = this.redis.answer((size) -> size % 3 == HEAD, Script.RAW_LOOK, queue,
				List.of(queue.raw(source.name())), List.of(kind(source), request.limit(), request.mostWaiting(),
						CommandBatches.MAX_BYTES, request.longest(), LONGEST_BEGINNING));
		requireType(source, answer.get(0));
		List<RawEntry> entries = new ArrayList<>(answer.size() / 3);
		for (int i = HEAD; i < answer.size(); i += 3) {
			entries.add(entry(RedisText.bytes(answer.get(i)), RedisText.string(answer.get(i + 1)),
					RedisText.string(answer.get(i + 2))));
		}
		return new RawLook(entries, !RedisText.string(answer.get(1)).isEmpty());
	}

	private static RawEntry entry(byte[] item, String score, String size) {
		RawHandle handle = new RawHandle(item, score, size);
		if (!size.isEmpty()) {
			return new RawEntry(RedisText.string(item), handle.number(), Long.parseLong(size), null, handle);
		}
		try {
			String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(item)).toString();
			return new RawEntry(text, handle.number(), item.length, null, handle);
		}
		catch (CharacterCodingException ex) {
			return new RawEntry(RedisText.string(item), handle.number(), item.length, "It is no text in UTF-8", handle);
		}
	}

	@Override
	public List<RawOutcome> move(RawSource source, List<RawMove> moves) {
		return moves.isEmpty() ? List.of()
				: new RedisRawMove(this.inserts, this.redis.keys(source.queue()), source, moves).run();
	}

	@Override
	public void push(RawSource source, Collection<String> items) {
		QueueKeys queue = this.redis.keys(source.queue());
		List<byte[]> texts = items.stream().map(RedisText::bytes).toList();
		texts.forEach((text) -> this.redis.requireRoom(Script.RAW_PUSH.purpose(), text.length));
		for (List<byte[]> batch : CommandBatches.of(texts, PUSHED, (text) -> text.length)) {
			List<Object> arguments = new ArrayList<>(batch.size() + 1);
			arguments.add(kind(source));
			arguments.addAll(batch);
			List<Object> answer = this.redis.answers(1, Script.RAW_PUSH, queue,
					List.of(queue.raw(source.name()), queue.rawCall(UUID.randomUUID().toString())), arguments);
			requireType(source, answer.get(0));
		}
	}

	@Override
	public RawState state(RawSource source, int dead) {
		QueueKeys queue = this.redis.keys(source.queue());
		List<Object> answer = this.redis.answer((size) -> size > 0 && size % 3 == 0, Script.RAW_STATE, queue,
				List.of(queue.raw(source.name()), queue.rawDead(source.name())), List.of(kind(source), dead));
		requireType(source, answer.get(0));
		List<DeadItem> newest = new ArrayList<>();
		for (int i = 3; i < answer.size(); i += 3) {
			String id = RedisText.string(answer.get(i));
			newest.add(new DeadItem(Instant.ofEpochMilli(Long.parseLong(id.substring(0, id.indexOf('-')))),
					RedisText.string(answer.get(i + 1)), RedisText.string(answer.get(i + 2))));
		}
		return new RawState(RedisText.number(answer.get(1)), RedisText.number(answer.get(2)), newest);
	}

	private void requireType(RawSource source, Object other) {
		String found = RedisText.string(other);
		if (!found.isEmpty()) {
			throw new JobQueueException(
					("The key '%s' of raw queue '%s' is of the Redis type %s, but its type '%s' needs a %s: "
							+ "change 'jobqueue.raw-queues.%s.type', or rename the key, and let the programs "
							+ "that fill it use the right command")
						.formatted(location(source), source.name(), found, text(source.type()), needed(source.type()),
								source.name()));
		}
	}

	private static String text(RawQueueType type) {
		return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static String needed(RawQueueType type) {
		return switch (type) {
			case LIST -> "list";
			case SET -> "set";
			case SORTED_SET, TIMED_SET -> "zset";
		};
	}

	static String kind(RawSource source) {
		return switch (source.type()) {
			case LIST -> "l";
			case SET -> "s";
			case SORTED_SET -> "z";
			case TIMED_SET -> "t";
		};
	}

}
