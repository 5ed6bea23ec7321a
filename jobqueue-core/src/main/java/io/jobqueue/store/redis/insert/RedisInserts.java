package io.jobqueue.store.redis.insert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.jobqueue.JobId;
import io.jobqueue.store.error.StoreFullException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;
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
public final class RedisInserts {

	private static final int BATCH = 250;

	/** From here on a copy by Lua costs more than a round trip. */
	private static final int LARGE = 16 * 1024;

	private static final int MAX_ROUNDS = 20;

	/** The answer of a script for a job that it has left out. */
	private static final int LEFT_OUT = 3;

	/** The answer of a script for a job that it was too late for. */
	private static final int LATE = 4;

	private static final Expiration PROVISIONAL = Expiration.seconds(3600);

	private final RedisAccess redis;

	public RedisInserts(RedisAccess redis) {
		this.redis = redis;
	}

	public List<InsertResult> insert(List<NewJob> jobs, Admission admission) {
		Map<String, List<Item>> byQueue = new LinkedHashMap<>();
		items(Script.INSERT, jobs)
			.forEach((item) -> byQueue.computeIfAbsent(item.job.queue(), (queue) -> new ArrayList<>()).add(item));
		InsertResult[] results = new InsertResult[jobs.size()];
		byQueue.forEach((queue, items) -> {
			this.redis.note(queue);
			for (List<Item> batch : CommandBatches.of(items, BATCH, (item) -> item.isLarge() ? 0 : item.bytes.length)) {
				insertBehindOthers(target(this.redis.keys(queue), admission), batch, results);
			}
		});
		return Arrays.asList(results);
	}

	private Target target(QueueKeys queue, Admission admission) {
		return new Target(queue, (jobs, keys, arguments) -> {
			List<Object> all = new ArrayList<>(1 + arguments.size());
			all.add((admission == Admission.WITHIN_SIZE) ? "1" : "");
			all.addAll(arguments);
			return answers(Script.INSERT, queue, jobs.size(), keys, all);
		}, true);
	}

	/**
	 * Insert jobs of one queue, so few that they are one batch, by another script, which
	 * writes large records itself. A full Redis that takes no further name of a queue
	 * does not prevent it.
	 * @param script which one, for messages
	 * @param call runs it, once more for jobs whose unique key has changed its owner
	 * @return what came of each, {@code null} for one that the script has left out
	 */
	public List<@Nullable InsertResult> insert(Script script, QueueKeys queue, List<NewJob> jobs, InsertScript call) {
		@Nullable InsertResult[] results = new InsertResult[jobs.size()];
		this.redis.noteIfRoom(queue.queue());
		insert(new Target(queue, call, false), items(script, jobs), results);
		return Arrays.asList(results);
	}

	private List<Item> items(Script script, List<NewJob> jobs) {
		List<Item> items = new ArrayList<>(jobs.size());
		for (NewJob job : jobs) {
			byte[] record = RedisJobRecord.encode(job);
			this.redis.requireRoom(script.purpose(), RedisJobRecord.STAMP.length() + record.length);
			items.add(new Item(items.size(), job, record, null));
		}
		return items;
	}

	/**
	 * Run a script that inserts jobs. If the queue was forgotten meanwhile, it is noted
	 * again.
	 * @return the answers for the jobs
	 */
	public List<Object> answers(Script script, QueueKeys queue, int jobs, List<byte[]> keys, List<Object> arguments) {
		List<Object> answers = this.redis.answers(jobs + 1, script, queue, keys, arguments);
		if (RedisText.number(answers.get(jobs)) == 1) {
			noteAgain(script, queue.queue());
		}
		return answers.subList(0, jobs);
	}

	private void noteAgain(Script script, String queue) {
		if (script == Script.INSERT) {
			this.redis.noteAgain(queue);
		}
		else {
			this.redis.noteAgainIfRoom(queue);
		}
	}

	/** That one batch had no effect does not say so of those before it. */
	private void insertBehindOthers(Target queue, List<Item> batch, @Nullable InsertResult[] results) {
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

	private void insert(Target queue, List<Item> batch, @Nullable InsertResult[] results) {
		for (Item item : batch) {
			if (queue.ahead && item.isLarge()) {
				writeAhead(queue.keys.job(item.job.id()), item.bytes);
			}
		}
		List<Item> open = batch;
		for (int round = 0; round < MAX_ROUNDS && !open.isEmpty(); round++) {
			open = insertOnce(queue, open, results);
		}
		if (!open.isEmpty()) {
			throw new StoreUnavailableException("The unique key of job '" + open.get(0).job.id()
					+ "' changed its owner again and again while the job was to be inserted", null);
		}
	}

	/**
	 * Answer the jobs to insert again, with the key of the record that they replace.
	 */
	private List<Item> insertOnce(Target queue, List<Item> batch, @Nullable InsertResult[] results) {
		List<byte[]> keys = new ArrayList<>(0);
		List<Object> arguments = new ArrayList<>(batch.size() * Item.ARGUMENTS);
		batch.forEach((item) -> item.addTo(queue.keys, keys, arguments));
		List<Object> answers = queue.script.run(batch.stream().map(Item::job).toList(), keys, arguments);
		List<Item> again = new ArrayList<>(0);
		for (int i = 0; i < batch.size(); i++) {
			Item item = batch.get(i);
			if (answers.get(i) instanceof Number number) {
				if (number.intValue() != LEFT_OUT) {
					results[item.index] = result(item, number.intValue());
				}
				continue;
			}
			String answer = RedisText.string(answers.get(i));
			JobId owner = JobId.of(answer.substring(1));
			if (answer.charAt(0) == 'n') {
				again.add(item.withOwner(owner));
			}
			else {
				results[item.index] = new InsertResult(kind(answer.charAt(0)), owner);
			}
		}
		return again;
	}

	private static InsertResult result(Item item, int answer) {
		if (answer < 0) {
			throw new StoreUnavailableException(
					"The record of job '" + item.job.id() + "' was gone before the job was inserted", null);
		}
		return switch (answer) {
			case 0 -> InsertResult.ALREADY_THERE;
			case 1 -> InsertResult.INSERTED;
			case 2 -> InsertResult.FULL;
			case LATE -> InsertResult.LATE;
			default -> throw new IllegalStateException("The script inserting.lua answered " + answer);
		};
	}

	private static InsertResult.Kind kind(char letter) {
		return switch (letter) {
			case 'k' -> InsertResult.Kind.KEPT;
			case 'r' -> InsertResult.Kind.REPLACED;
			case 'b' -> InsertResult.Kind.DEBOUNCED;
			default -> throw new IllegalStateException("The script inserting.lua answered '" + letter + "'");
		};
	}

	/** Whether a record has a key of its own, which is written ahead. */
	public static boolean isLarge(byte[] record) {
		return record.length > LARGE;
	}

	public void writeAhead(byte[] key, byte[] bytes) {
		byte[] stamp = RedisText.bytes(RedisJobRecord.STAMP);
		byte[] value = Arrays.copyOf(stamp, stamp.length + bytes.length);
		System.arraycopy(bytes, 0, value, stamp.length, bytes.length);
		this.redis.run("insert jobs", (connection) -> {
			// Only if absent: a job that was inserted before must not lose its record.
			connection.stringCommands().set(key, value, SetCondition.ifAbsent(), PROVISIONAL);
			return true;
		});
	}

	/** Where jobs go, by which script, and whether large records are written before. */
	private record Target(QueueKeys keys, InsertScript script, boolean ahead) {
	}

	/** A job, and the owner of its unique key where the script is to know it. */
	private record Item(int index, NewJob job, byte[] bytes, @Nullable JobId owner) {

		static final int ARGUMENTS = 6;

		Item withOwner(JobId owner) {
			return new Item(this.index, this.job, this.bytes, owner);
		}

		boolean isLarge() {
			return RedisInserts.isLarge(this.bytes);
		}

		void addTo(QueueKeys queue, List<byte[]> keys, List<Object> arguments) {
			if (isLarge()) {
				keys.add(queue.job(this.job.id()));
			}
			arguments.add(this.job.id());
			arguments.add(StoredState.level(this.job.priority()));
			Duration delay = this.job.delay();
			Instant dueAt = this.job.dueAt();
			boolean delayed = delay != null && !delay.isZero();
			arguments.add((delay != null && delayed) ? Math.max(1, delay.toMillis()) : "");
			arguments.add((!delayed && dueAt != null) ? dueAt.toEpochMilli() : "");
			arguments.add(isLarge() ? "" : this.bytes);
			arguments.add(traits());
			if (this.owner != null) {
				keys.add(queue.job(this.owner));
			}
		}

		private String traits() {
			JobTraits traits = this.job.traits();
			UniqueTrait key = traits.unique();
			if (key == null) {
				return traits.write();
			}
			String conflict = switch (key.conflict()) {
				case KEEP, REJECT -> "k";
				case REPLACE -> "r";
				case DEBOUNCE -> "b" + Objects.requireNonNull(key.maxWait()).toMillis();
			};
			return traits.write() + RedisText.ENTRY + conflict
					+ ((this.owner != null) ? RedisText.ENTRY + this.owner.value() : "");
		}

	}

}
