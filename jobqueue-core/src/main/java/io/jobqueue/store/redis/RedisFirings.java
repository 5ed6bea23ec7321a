package io.jobqueue.store.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.jobqueue.JobId;
import io.jobqueue.Overlap;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.redis.access.CommandBatches;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisJobRecord;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.store.redis.form.StoredState;
import io.jobqueue.store.redis.insert.RedisInserts;
import io.jobqueue.store.redis.schedule.ScheduleText;
import io.jobqueue.store.schedule.FiringResult;
import io.jobqueue.store.schedule.ScheduleFiring;

import org.jspecify.annotations.Nullable;

/**
 * Fires schedules, several of one queue by one script.
 */
final class RedisFirings {

	private static final int BATCH = 100;

	/** What {@code fire.lua} answers. */
	private static final String CHANGED = "", MOVED = "M", INCOMPLETE = "E";

	private static final Map<Overlap, String> LETTERS = Map.of(Overlap.ALLOW, "A", Overlap.SKIP, "S", Overlap.QUEUE,
			"W");

	private final RedisAccess redis;

	private final RedisInserts inserts;

	private final Predicate<@Nullable JobId> ended;

	/**
	 * Make one.
	 * @param ended whether a job has ended that went to another queue
	 */
	RedisFirings(RedisAccess redis, RedisInserts inserts, Predicate<@Nullable JobId> ended) {
		this.redis = redis;
		this.inserts = inserts;
		this.ended = ended;
	}

	List<FiringResult> fire(List<ScheduleFiring> firings) {
		Map<String, List<Item>> byQueue = new LinkedHashMap<>();
		for (int i = 0; i < firings.size(); i++) {
			ScheduleFiring firing = firings.get(i);
			List<byte[]> records = firing.ticks().stream().map((tick) -> RedisJobRecord.encode(tick.job())).toList();
			records.forEach((record) -> this.redis.requireRoom(Script.FIRE.purpose(), record.length));
			byQueue.computeIfAbsent(firing.schedule().queue(), (queue) -> new ArrayList<>())
				.add(new Item(i, firing, records));
		}
		FiringResult[] results = new FiringResult[firings.size()];
		byQueue.forEach((queue, items) -> {
			this.redis.note(queue);
			for (List<Item> batch : CommandBatches.of(items, BATCH, Item::weight)) {
				fire(this.redis.keys(queue), batch, results);
			}
		});
		return Arrays.asList(results);
	}

	private void fire(QueueKeys queue, List<Item> batch, FiringResult[] results) {
		List<String> answers = run(queue, batch, false);
		for (int i = 0; i < batch.size(); i++) {
			Item item = batch.get(i);
			String answer = answers.get(i);
			if (answer.equals(MOVED)) {
				answer = run(queue, List.of(item), true).get(0);
			}
			results[item.index] = result(item, answer);
		}
	}

	private static FiringResult result(Item item, String answer) {
		if (answer.equals(INCOMPLETE)) {
			throw new StoreUnavailableException("The record of a job of schedule '" + item.firing.schedule().name()
					+ "' was gone before the job was inserted", null);
		}
		return answer.equals(CHANGED) ? FiringResult.CHANGED
				: new FiringResult(true, ScheduleText.outcomes(answer.substring(1)));
	}

	/**
	 * Run the script.
	 * @param asked whether the last job is looked for in other queues
	 */
	private List<String> run(QueueKeys queue, List<Item> batch, boolean asked) {
		List<byte[]> keys = new ArrayList<>(0);
		List<Object> arguments = new ArrayList<>();
		for (Item item : batch) {
			String known = !asked ? "" : this.ended.test(item.firing.schedule().lastJob()) ? "0" : "1";
			item.addTo(arguments, known);
			item.writeLarge(queue, keys, this.inserts);
		}
		List<Object> answers = this.redis.answers(batch.size() + 1, Script.FIRE, queue, keys, arguments);
		if (RedisText.number(answers.get(batch.size())) == 1) {
			this.redis.noteAgain(queue.queue());
		}
		return answers.subList(0, batch.size()).stream().map(RedisText::string).toList();
	}

	private record Item(int index, ScheduleFiring firing, List<byte[]> records) {

		int weight() {
			int jobs = this.records.size();
			int bytes = this.records.stream()
				.mapToInt((record) -> RedisInserts.isLarge(record) ? 0 : record.length)
				.sum();
			// A hundred jobs fill a batch as well.
			return Math.max(bytes, jobs * CommandBatches.MAX_BYTES / BATCH);
		}

		void addTo(List<Object> arguments, String known) {
			arguments.addAll(List.of(this.firing.schedule().name(), this.firing.schedule().revision(),
					ScheduleText.millis(this.firing.due()), LETTERS.getOrDefault(this.firing.overlap(), "S"), known,
					ScheduleText.millis(this.firing.missed()), this.records.size()));
			for (int i = 0; i < this.records.size(); i++) {
				ScheduleFiring.Tick tick = this.firing.ticks().get(i);
				byte[] record = this.records.get(i);
				arguments.addAll(List.of(ScheduleText.millis(tick.time()), tick.job().id(),
						StoredState.level(tick.job().priority()), RedisInserts.isLarge(record) ? "" : record,
						tick.job().traits().write()));
			}
		}

		void writeLarge(QueueKeys queue, List<byte[]> keys, RedisInserts inserts) {
			for (int i = 0; i < this.records.size(); i++) {
				if (RedisInserts.isLarge(this.records.get(i))) {
					byte[] key = queue.job(this.firing.ticks().get(i).job().id());
					inserts.writeAhead(key, this.records.get(i));
					keys.add(key);
				}
			}
		}

	}

}
