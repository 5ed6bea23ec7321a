package io.jobqueue.store.redis.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.job.JobPosition;
import io.jobqueue.store.job.JobSource;
import io.jobqueue.store.redis.access.Key;
import io.jobqueue.store.redis.access.QueueBatchReader;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisText;
import org.jspecify.annotations.Nullable;

/**
 * Reads the positions of jobs: those of a sorted set, then those that have their status
 * but are in no sorted set.
 */
public final class RedisJobPositions {

	/** The rank of a job that is in no sorted set. */
	private static final int APART = Integer.MIN_VALUE;

	private final RedisAccess redis;

	private final RunningJobs running;

	private final QueueBatchReader many;

	public RedisJobPositions(RedisAccess redis, RunningJobs running, QueueBatchReader many) {
		this.many = many;
		this.redis = redis;
		this.running = running;
	}

	/** How many jobs of each queue have a tag. */
	public List<Long> tagged(String tag, List<String> queues) {
		return this.many.ask(Script.COUNT_TAGGED, queues, List.of(tag))
			.stream()
			.map((answer) -> answer.isEmpty() ? 0L : RedisText.number(answer.get(0)))
			.toList();
	}

	/**
	 * Return those of the sources that have a job, by one round trip.
	 * @param sources sources by statuses, or by one tag
	 */
	public List<JobSource> filled(List<JobSource> sources) {
		String tag = sources.isEmpty() ? null : sources.get(0).tag();
		if (tag != null) {
			List<Long> sizes = tagged(tag, sources.stream().map(JobSource::queue).toList());
			return IntStream.range(0, sources.size()).filter((i) -> sizes.get(i) > 0).mapToObj(sources::get).toList();
		}
		List<Object> sizes = this.redis.pipelined("search jobs", sources, (connection, source) -> {
			QueueKeys queue = this.redis.keys(source.queue());
			switch (source.requireStatus()) {
				case STARTED -> connection.hashCommands().hGet(queue.of(Key.META), RedisText.bytes("running"));
				case QUEUED ->
					connection.keyCommands().exists(queue.of(Key.QUEUED), queue.of(Key.LINE), queue.of(Key.LANED));
				case RETRY -> connection.keyCommands().exists(queue.of(Key.RETRY), queue.of(Key.MOVING));
				default -> connection.zSetCommands().zCard(queue.of(Key.of(source.requireStatus())));
			}
		});
		List<JobSource> filled = new ArrayList<>();
		for (int i = 0; i < sources.size(); i++) {
			Object size = sizes.get(i);
			if (size != null && RedisText.number(size) > 0) {
				filled.add(sources.get(i));
			}
		}
		return filled;
	}

	/** Jobs in line are claimed before all others of their status, so they come last. */
	public List<JobPosition> next(JobSource source, @Nullable JobPosition after, int limit) {
		if (source.tag() != null) {
			return tagged(source.queue(), source.tag(), after, limit);
		}
		String apart = (after != null && after.rank() == APART) ? after.id().value() : null;
		List<JobPosition> positions = new ArrayList<>();
		if (source.status() != JobStatus.STARTED && apart == null) {
			positions.addAll(sorted(source, after, limit));
		}
		if (positions.size() < limit) {
			positions.addAll(apart(source, apart, limit - positions.size()));
		}
		return positions;
	}

	private List<JobPosition> tagged(String queue, String tag, @Nullable JobPosition after, int limit) {
		return this.redis
			.list(Script.TAGGED, this.redis.keys(queue), List.of(),
					List.of(tag, (after != null) ? after.id().value() : "", limit))
			.stream()
			.map((id) -> new JobPosition(0, 0, 0, JobId.of(RedisText.string(id))))
			.toList();
	}

	private List<JobPosition> apart(JobSource source, @Nullable String after, int limit) {
		Set<String> ids = switch (source.requireStatus()) {
			case STARTED -> this.running.ids(source.queue());
			case QUEUED -> this.running.inLine(source.queue());
			case RETRY -> this.running.moving(source.queue());
			default -> Set.of();
		};
		return ids.stream()
			.filter((id) -> after == null || id.compareTo(after) < 0)
			.sorted(Collections.reverseOrder())
			.limit(limit)
			.map((id) -> new JobPosition(APART, 0, 0, JobId.of(id)))
			.toList();
	}

	/** QUEUED jobs stand in two sets, those under limits in one of their own. */
	private List<JobPosition> sorted(JobSource source, @Nullable JobPosition after, int limit) {
		if (source.status() != JobStatus.QUEUED) {
			return sorted(source.queue(), Key.of(source.requireStatus()), after, limit);
		}
		return Stream
			.concat(sorted(source.queue(), Key.QUEUED, after, limit).stream(),
					sorted(source.queue(), Key.LANED, after, limit).stream())
			.sorted(JobPosition.LAST_FIRST)
			.limit(limit)
			.toList();
	}

	private List<JobPosition> sorted(String name, Key key, @Nullable JobPosition after, int limit) {
		QueueKeys queue = this.redis.keys(name);
		List<Object> answer = this.redis.answer((size) -> size % 2 == 0, Script.SEARCH, queue, List.of(queue.of(key)),
				List.of((after != null) ? after.time() : 0, (after != null) ? after.id().value() : "", limit));
		List<JobPosition> positions = new ArrayList<>(answer.size() / 2);
		for (int i = 0; i < answer.size(); i += 2) {
			positions.add(new JobPosition(0, (long) Double.parseDouble(RedisText.string(answer.get(i + 1))), 0,
					JobId.of(RedisText.string(answer.get(i)))));
		}
		return positions;
	}

}
