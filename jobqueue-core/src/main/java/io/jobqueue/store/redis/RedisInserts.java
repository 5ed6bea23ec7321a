package io.jobqueue.store.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.jobqueue.store.error.StoreFullException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.redis.access.CommandBatches;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisJobRecord;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.store.redis.form.StoredState;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.SetCondition;
import org.springframework.data.redis.core.types.Expiration;

/**
 * Inserts jobs. A small record goes through the script. A large one is written before,
 * with a time to live, since Lua would copy it; the script takes the time to live away.
 */
final class RedisInserts {

	private static final int BATCH = 250;

	/** From here on a copy by Lua costs more than a round trip. */
	private static final int LARGE = 16 * 1024;

	private static final Expiration PROVISIONAL = Expiration.seconds(3600);

	private final RedisAccess redis;

	RedisInserts(RedisAccess redis) {
		this.redis = redis;
	}

	List<InsertResult> insert(List<NewJob> jobs) {
		Map<String, List<Item>> byQueue = new LinkedHashMap<>();
		for (int index = 0; index < jobs.size(); index++) {
			NewJob job = jobs.get(index);
			byte[] record = RedisJobRecord.encode(job);
			this.redis.requireRoom(Script.INSERT.purpose(), RedisJobRecord.STAMP.length() + record.length);
			byQueue.computeIfAbsent(job.queue(), (queue) -> new ArrayList<>()).add(new Item(index, job, record));
		}
		InsertResult[] results = new InsertResult[jobs.size()];
		byQueue.forEach((queue, items) -> {
			this.redis.note(queue);
			for (List<Item> batch : CommandBatches.of(items, BATCH, (item) -> item.isLarge() ? 0 : item.bytes.length)) {
				insertBehindOthers(this.redis.keys(queue), batch, results);
			}
		});
		return Arrays.asList(results);
	}

	/** That one batch had no effect does not say so of those before it. */
	private void insertBehindOthers(QueueKeys queue, List<Item> batch, @Nullable InsertResult[] results) {
		try {
			insert(queue, batch, results);
		}
		catch (StoreFullException ex) {
			throw ex;
		}
		catch (StoreUnavailableException ex) {
			long before = Arrays.stream(results).filter(Objects::nonNull).count();
			if (before == 0) {
				throw ex;
			}
			throw new StoreUnavailableException("The first %s of %s jobs were stored before this: %s".formatted(before,
					results.length, ex.getMessage()), ex);
		}
	}

	private void insert(QueueKeys queue, List<Item> batch, InsertResult[] results) {
		List<byte[]> keys = new ArrayList<>(0);
		List<Object> arguments = new ArrayList<>(batch.size() * 5);
		for (Item item : batch) {
			if (item.isLarge()) {
				byte[] key = queue.job(item.job.id());
				writeAhead(key, item.bytes);
				keys.add(key);
			}
			item.addTo(arguments);
		}
		List<Object> answers = this.redis.answers(batch.size() + 1, Script.INSERT, queue, keys, arguments);
		if (RedisText.number(answers.get(batch.size())) == 1) {
			this.redis.noteAgain(queue.queue());
		}
		for (int i = 0; i < batch.size(); i++) {
			long answer = RedisText.number(answers.get(i));
			if (answer < 0) {
				throw new StoreUnavailableException(
						"The record of job '" + batch.get(i).job.id() + "' was gone before the job was inserted", null);
			}
			results[batch.get(i).index] = (answer == 1) ? InsertResult.INSERTED : InsertResult.ALREADY_THERE;
		}
	}

	private void writeAhead(byte[] key, byte[] bytes) {
		byte[] stamp = RedisText.bytes(RedisJobRecord.STAMP);
		byte[] value = Arrays.copyOf(stamp, stamp.length + bytes.length);
		System.arraycopy(bytes, 0, value, stamp.length, bytes.length);
		this.redis.run("insert jobs", (connection) -> {
			// Only if absent: a job that was inserted before must not lose its record.
			connection.stringCommands().set(key, value, SetCondition.ifAbsent(), PROVISIONAL);
			return true;
		});
	}

	private record Item(int index, NewJob job, byte[] bytes) {

		boolean isLarge() {
			return this.bytes.length > LARGE;
		}

		void addTo(List<Object> arguments) {
			arguments.add(this.job.id());
			arguments.add(StoredState.level(this.job.priority()));
			Duration delay = this.job.delay();
			Instant dueAt = this.job.dueAt();
			boolean delayed = delay != null && !delay.isZero();
			arguments.add((delay != null && delayed) ? Math.max(1, delay.toMillis()) : "");
			arguments.add((!delayed && dueAt != null) ? dueAt.toEpochMilli() : "");
			arguments.add(isLarge() ? "" : this.bytes);
		}

	}

}
