package io.jobqueue.store.redis.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.store.job.JobKeys;
import io.jobqueue.store.redis.access.Key;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.store.redis.query.JobPosition.Place;

import org.jspecify.annotations.Nullable;

/**
 * Searches page by page: status after status, queue after queue, in each the last of the
 * sorted set first. A page reads a bounded number of jobs, so it may be short although
 * more follow.
 */
public final class RedisJobSearch {

	private static final int CHUNK = 100;

	/** Where only ids are read. */
	private static final int KEYS = 501;

	private static final int MAX_READ = 2_000;

	/** How many places are asked together whether they have a job. */
	private static final int SLICE = 500;

	/** The most places that a page reads. */
	private static final int MAX_PLACES = 20_000;

	/** In place of a score: a job that has its status, but is in no sorted set. */
	private static final String APART = "-1";

	private final RedisAccess redis;

	private final RedisJobFinder finder;

	private final RunningJobs running;

	public RedisJobSearch(RedisAccess redis, RedisJobFinder finder, RunningJobs running) {
		this.redis = redis;
		this.finder = finder;
		this.running = running;
	}

	public JobPage search(JobQuery query) {
		Page<JobInfo> page = new Page<>(query, CHUNK, (place, found) -> matching(query, place, found));
		return new JobPage(page.found, fill(page));
	}

	/** A query by queue and status needs at most the times of the jobs. */
	public JobKeys keys(JobQuery query) {
		Page<JobKeys.Key> page = new Page<>(query, KEYS, (query.task() != null || query.errorType() != null)
				? (place, found) -> matching(query, place, found).stream().map(JobKeys.Key::of).toList() : this::keys);
		return new JobKeys(page.found, fill(page));
	}

	private List<JobKeys.Key> keys(Place place, List<JobPosition> found) {
		if (!place.status().isEnd()) {
			return this.finder.keys(place.queue(), found.stream().map(JobPosition::id).toList());
		}
		return found.stream()
			.map((position) -> new JobKeys.Key(JobId.of(position.id()),
					Instant.ofEpochMilli((long) Double.parseDouble(position.score()))))
			.toList();
	}

	/** Answers where the next page begins. */
	private @Nullable String fill(Page<?> page) {
		List<Place> places = places(page.query).stream().filter((place) -> page.start.compareTo(place) <= 0).toList();
		for (int start = 0; start < places.size(); start += SLICE) {
			if (start >= MAX_PLACES) {
				return JobPosition.before(places.get(start)).toString();
			}
			for (Place place : filled(places.subList(start, Math.min(places.size(), start + SLICE)))) {
				String next = read(page, place);
				if (next != null) {
					return next;
				}
			}
		}
		return null;
	}

	/** Answers where the next page begins, {@code null} if this one goes on. */
	private @Nullable String read(Page<?> page, Place place) {
		if (page.isFull()) {
			return JobPosition.before(place).toString();
		}
		JobPosition last = page.start.isIn(place) ? page.start : JobPosition.before(place);
		while (true) {
			List<JobPosition> chunk = next(place, last, Math.min(page.chunk, page.room() + 1));
			if (chunk.isEmpty()) {
				return null;
			}
			if (page.isFull()) {
				return last.toString();
			}
			List<JobPosition> taken = chunk.subList(0, Math.min(chunk.size(), page.room()));
			page.add(place, taken);
			last = taken.get(taken.size() - 1);
		}
	}

	/** Those of the places that have a job, by few round trips. */
	private List<Place> filled(List<Place> places) {
		List<Object> sizes = this.redis.pipelined("search jobs", places, (connection, place) -> {
			QueueKeys queue = this.redis.keys(place.queue());
			switch (place.status()) {
				case STARTED -> connection.hashCommands().hGet(queue.of(Key.META), RedisText.bytes("running"));
				case QUEUED ->
					connection.keyCommands().exists(queue.of(Key.QUEUED), queue.of(Key.LINE), queue.of(Key.LANED));
				case RETRY -> connection.keyCommands().exists(queue.of(Key.RETRY), queue.of(Key.MOVING));
				default -> connection.zSetCommands().zCard(queue.of(Key.of(place.status())));
			}
		});
		List<Place> filled = new ArrayList<>();
		for (int i = 0; i < places.size(); i++) {
			Object size = sizes.get(i);
			if (size != null && RedisText.number(size) > 0) {
				filled.add(places.get(i));
			}
		}
		return filled;
	}

	private List<Place> places(JobQuery query) {
		List<String> queues = (query.queue() != null) ? List.of(query.queue()) : this.redis.queues();
		List<Place> places = new ArrayList<>();
		query.statuses()
			.stream()
			.sorted()
			.forEach((status) -> queues.forEach((queue) -> places.add(new Place(status, queue))));
		return places;
	}

	private List<JobPosition> next(Place place, JobPosition after, int limit) {
		List<JobPosition> positions = new ArrayList<>();
		if (place.status() != JobStatus.STARTED && !after.score().equals(APART)) {
			positions.addAll(sorted(place, after, limit));
		}
		if (positions.size() < limit) {
			positions.addAll(apart(place, after, limit - positions.size()));
		}
		return positions;
	}

	/** Jobs in line are claimed before all others of their status, so they come last. */
	private List<JobPosition> apart(Place place, JobPosition after, int limit) {
		String last = after.score().equals(APART) ? after.id() : "";
		Set<String> ids = switch (place.status()) {
			case STARTED -> this.running.ids(place.queue());
			case QUEUED -> this.running.inLine(place.queue());
			case RETRY -> this.running.moving(place.queue());
			default -> Set.of();
		};
		return ids.stream()
			.filter((id) -> last.isEmpty() || id.compareTo(last) < 0)
			.sorted(Collections.reverseOrder())
			.limit(limit)
			.map((id) -> new JobPosition(place, APART, id))
			.toList();
	}

	/** QUEUED jobs stand in two sets, those under limits in one of their own. */
	private List<JobPosition> sorted(Place place, JobPosition after, int limit) {
		if (place.status() != JobStatus.QUEUED) {
			return sorted(place, Key.of(place.status()), after, limit);
		}
		return Stream
			.concat(sorted(place, Key.QUEUED, after, limit).stream(), sorted(place, Key.LANED, after, limit).stream())
			.sorted(Comparator.comparing((JobPosition position) -> Double.parseDouble(position.score()))
				.thenComparing(JobPosition::id)
				.reversed())
			.limit(limit)
			.collect(Collectors.toCollection(ArrayList::new));
	}

	private List<JobPosition> sorted(Place place, Key key, JobPosition after, int limit) {
		QueueKeys queue = this.redis.keys(place.queue());
		List<Object> answer = this.redis.list(Script.SEARCH, queue, List.of(queue.of(key)),
				List.of(after.score(), after.id(), limit));
		List<JobPosition> positions = new ArrayList<>(answer.size() / 2);
		for (int i = 0; i < answer.size(); i += 2) {
			positions.add(new JobPosition(place, RedisText.string(answer.get(i + 1)), RedisText.string(answer.get(i))));
		}
		return positions;
	}

	private List<JobInfo> matching(JobQuery query, Place place, List<JobPosition> chunk) {
		List<String> ids = chunk.stream().map(JobPosition::id).toList();
		return this.finder.find(place.queue(), ids)
			.values()
			.stream()
			.filter((job) -> job.status() == place.status())
			.filter((job) -> query.task() == null || query.task().equals(job.task()))
			.filter((job) -> query.errorType() == null
					|| (job.error() != null && query.errorType().equals(job.error().type())))
			.toList();
	}

	/** A page while it is filled, with what is read of the jobs at a place. */
	private static final class Page<T> {

		private final JobQuery query;

		private final int chunk;

		private final BiFunction<Place, List<JobPosition>, List<T>> reader;

		private final JobPosition start;

		private final List<T> found = new ArrayList<>();

		private int read;

		private Page(JobQuery query, int chunk, BiFunction<Place, List<JobPosition>, List<T>> reader) {
			this.query = query;
			this.chunk = chunk;
			this.reader = reader;
			this.start = JobPosition.parse(query.cursor());
		}

		private void add(Place place, List<JobPosition> taken) {
			this.found.addAll(this.reader.apply(place, taken));
			this.read += taken.size();
		}

		private int room() {
			return this.query.limit() - this.found.size();
		}

		private boolean isFull() {
			return room() <= 0 || this.read >= MAX_READ;
		}

	}

}
