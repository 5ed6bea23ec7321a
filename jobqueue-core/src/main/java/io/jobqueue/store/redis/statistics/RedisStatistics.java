package io.jobqueue.store.redis.statistics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.store.redis.access.CommandBatches;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.store.statistics.AttemptSums;
import io.jobqueue.store.statistics.Resolution;
import io.jobqueue.store.statistics.StatisticsStore;
import io.jobqueue.store.statistics.StoredSums;
import io.jobqueue.store.statistics.TaskSums;

/**
 * Statistics in Redis. A field is a period and a task, a value their sums. The script
 * adds to the values, so that workers need no lock.
 *
 * @param redis the way to Redis
 */
public record RedisStatistics(RedisAccess redis) implements StatisticsStore {

	/** Sums a script call, each of which is added by every resolution. */
	private static final int BATCH = 200;

	private static final int READ_BATCH = 500;

	@Override
	public void add(String queue, List<TaskSums> sums) {
		CommandBatches.of(sums, BATCH).forEach((batch) -> addBatch(queue, batch));
	}

	private void addBatch(String queue, List<TaskSums> sums) {
		List<StatisticsChunk> chunks = new ArrayList<>();
		List<Object> changes = new ArrayList<>();
		for (Resolution resolution : Resolution.values()) {
			for (TaskSums each : sums) {
				Instant begin = resolution.begin(each.at());
				StatisticsChunk chunk = StatisticsChunk.of(resolution, begin);
				if (!chunks.contains(chunk)) {
					chunks.add(chunk);
				}
				changes.add(chunks.indexOf(chunk) + 1);
				changes.add(begin.toEpochMilli() + String.valueOf(RedisText.UNIT) + each.task());
				changes.add(each.sums().write());
			}
		}
		List<Object> arguments = new ArrayList<>();
		chunks.forEach((chunk) -> arguments.add(chunk.expiry().toEpochMilli()));
		arguments.addAll(changes);
		this.redis.count(Script.ADD_SUMS, this.redis.keys(queue),
				chunks.stream().map((chunk) -> this.redis.keys(queue).statistics(chunk.name())).toList(), arguments);
	}

	@Override
	public List<StoredSums> read(Collection<String> queues, Resolution resolution, Instant from, Instant to) {
		Set<StatisticsChunk> chunks = new LinkedHashSet<>();
		for (Instant begin = resolution.begin(from); begin.isBefore(to); begin = begin.plus(resolution.length())) {
			chunks.add(StatisticsChunk.of(resolution, begin));
		}
		List<Source> sources = queues.stream()
			.flatMap((queue) -> chunks.stream()
				.map((chunk) -> new Source(queue, this.redis.keys(queue).statistics(chunk.name()))))
			.toList();
		List<StoredSums> found = new ArrayList<>();
		for (List<Source> batch : CommandBatches.of(sources, READ_BATCH)) {
			List<?> answers = this.redis.pipelined("read statistics", batch,
					(connection, source) -> connection.hashCommands().hGetAll(source.key()));
			for (int i = 0; i < batch.size(); i++) {
				if (answers.get(i) instanceof Map<?, ?> fields) {
					addFound(batch.get(i).queue(), fields, from, to, found);
				}
			}
		}
		return found;
	}

	private static void addFound(String queue, Map<?, ?> fields, Instant from, Instant to, List<StoredSums> found) {
		fields.forEach((field, value) -> {
			String name = RedisText.string(field);
			int unit = name.indexOf(RedisText.UNIT);
			Instant begin = Instant.ofEpochMilli(Long.parseLong(name.substring(0, unit)));
			if (!begin.isBefore(from) && begin.isBefore(to)) {
				found.add(new StoredSums(queue, name.substring(unit + 1), begin,
						AttemptSums.read(RedisText.string(value))));
			}
		});
	}

	/** A hash, and whose it is. */
	private record Source(String queue, byte[] key) {
	}

}
