package io.jobqueue.store.redis.query;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.job.JobKeys;
import io.jobqueue.store.redis.access.Key;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisText;

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

	/** A query by queue and status needs nothing of the jobs themselves. */
	public JobKeys keys(JobQuery query) {
		Page<JobKeys.Key> page = new Page<>(query, KEYS,
				(query.task() != null || query.errorType() != null)
						? (place, found) -> matching(query, place, found).stream().map(JobKeys.Key::of).toList()
						: RedisJobSearch::keys);
		return new JobKeys(page.found, fill(page));
	}

	private static List<JobKeys.Key> keys(Place place, List<Position> found) {
		return found.stream()
			.map((position) -> new JobKeys.Key(JobId.of(position.id),
					place.status.isEnd() ? Instant.ofEpochMilli((long) Double.parseDouble(position.score)) : null))
			.toList();
	}

	/** Answers where the next page begins. */
	private @Nullable String fill(Page<?> page) {
		List<Place> places = places(page.query).stream().filter((place) -> page.start.compareTo(place) <= 0).toList();
		for (int start = 0; start < places.size(); start += SLICE) {
			if (start >= MAX_PLACES) {
				return Position.before(places.get(start)).toString();
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
			return Position.before(place).toString();
		}
		Position last = page.start.isIn(place) ? page.start : Position.before(place);
		while (true) {
			List<Position> chunk = next(place, last, Math.min(page.chunk, page.room() + 1));
			if (chunk.isEmpty()) {
				return null;
			}
			if (page.isFull()) {
				return last.toString();
			}
			List<Position> taken = chunk.subList(0, Math.min(chunk.size(), page.room()));
			page.add(place, taken);
			last = taken.get(taken.size() - 1);
		}
	}

	/** Those of the places that have a job, by few round trips. */
	private List<Place> filled(List<Place> places) {
		List<Object> sizes = this.redis.pipelined("search jobs", places, (connection, place) -> {
			QueueKeys queue = this.redis.keys(place.queue);
			switch (place.status) {
				case STARTED -> connection.hashCommands().hGet(queue.of(Key.META), RedisText.bytes("running"));
				case QUEUED -> connection.keyCommands().exists(queue.of(Key.QUEUED), queue.of(Key.LINE));
				case RETRY -> connection.keyCommands().exists(queue.of(Key.RETRY), queue.of(Key.MOVING));
				default -> connection.zSetCommands().zCard(queue.of(Key.of(place.status)));
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

	private List<Position> next(Place place, Position after, int limit) {
		List<Position> positions = new ArrayList<>();
		if (place.status != JobStatus.STARTED && !after.score.equals(APART)) {
			positions.addAll(sorted(place, after, limit));
		}
		if (positions.size() < limit) {
			positions.addAll(apart(place, after, limit - positions.size()));
		}
		return positions;
	}

	/** Jobs in line are claimed before all others of their status, so they come last. */
	private List<Position> apart(Place place, Position after, int limit) {
		String last = after.score.equals(APART) ? after.id : "";
		Set<String> ids = switch (place.status) {
			case STARTED -> this.running.ids(place.queue);
			case QUEUED -> this.running.inLine(place.queue);
			case RETRY -> this.running.moving(place.queue);
			default -> Set.of();
		};
		return ids.stream()
			.filter((id) -> last.isEmpty() || id.compareTo(last) < 0)
			.sorted(Collections.reverseOrder())
			.limit(limit)
			.map((id) -> new Position(place, APART, id))
			.toList();
	}

	private List<Position> sorted(Place place, Position after, int limit) {
		QueueKeys queue = this.redis.keys(place.queue);
		List<Object> answer = this.redis.list(Script.SEARCH, queue, List.of(queue.of(Key.of(place.status))),
				List.of(after.score, after.id, limit));
		List<Position> positions = new ArrayList<>(answer.size() / 2);
		for (int i = 0; i < answer.size(); i += 2) {
			positions.add(new Position(place, RedisText.string(answer.get(i + 1)), RedisText.string(answer.get(i))));
		}
		return positions;
	}

	private List<JobInfo> matching(JobQuery query, Place place, List<Position> chunk) {
		List<String> ids = chunk.stream().map(Position::id).toList();
		return this.finder.find(place.queue, ids)
			.values()
			.stream()
			.filter((job) -> job.status() == place.status)
			.filter((job) -> query.task() == null || query.task().equals(job.task()))
			.filter((job) -> query.errorType() == null || query.errorType().equals(errorType(job)))
			.toList();
	}

	private static @Nullable String errorType(JobInfo job) {
		JobError error = job.error();
		return (error != null) ? error.type() : null;
	}

	/** A page while it is filled, with what is read of the jobs at a place. */
	private static final class Page<T> {

		private final JobQuery query;

		private final int chunk;

		private final BiFunction<Place, List<Position>, List<T>> reader;

		private final Position start;

		private final List<T> found = new ArrayList<>();

		private int read;

		private Page(JobQuery query, int chunk, BiFunction<Place, List<Position>, List<T>> reader) {
			this.query = query;
			this.chunk = chunk;
			this.reader = reader;
			this.start = Position.parse(query.cursor());
		}

		private void add(Place place, List<Position> taken) {
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

	private record Place(JobStatus status, String queue) implements Comparable<Place> {

		@Override
		public int compareTo(Place other) {
			int order = this.status.compareTo(other.status);
			return (order != 0) ? order : this.queue.compareTo(other.queue);
		}

	}

	/** After which job to go on; the opaque cursor of a page. */
	private record Position(@Nullable Place place, String score, String id) {

		static Position before(Place place) {
			return new Position(place, "0", "");
		}

		static Position parse(@Nullable String cursor) {
			if (cursor == null) {
				return new Position(null, "0", "");
			}
			try {
				String[] parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8)
					.split(String.valueOf(RedisText.UNIT), -1);
				Double.parseDouble(parts[2]);
				return new Position(new Place(JobStatus.valueOf(parts[0].toUpperCase(Locale.ROOT)), parts[1]), parts[2],
						parts[3]);
			}
			catch (IllegalArgumentException | IndexOutOfBoundsException ex) {
				throw new InvalidJobException(
						"'" + StoredText.shown(cursor) + "' is no cursor of a page: pass what JobPage.next() gave");
			}
		}

		boolean isIn(Place other) {
			return other.equals(this.place);
		}

		int compareTo(Place other) {
			return (this.place != null) ? this.place.compareTo(other) : -1;
		}

		@Override
		public String toString() {
			Place at = (this.place != null) ? this.place : new Place(JobStatus.SCHEDULED, "");
			String text = String.join(String.valueOf(RedisText.UNIT), at.status.name(), at.queue, this.score, this.id);
			return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
		}

	}

}
