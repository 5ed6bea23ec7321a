package io.jobqueue.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobError;
import io.jobqueue.JobInfo;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;

import org.jspecify.annotations.Nullable;

/**
 * Searches page by page: status after status, queue after queue, in each the last of the
 * sorted set first. A page reads a bounded number of jobs, so it may be short although
 * more follow.
 */
final class JobSearch {

	private static final int CHUNK = 100;

	private static final int MAX_READ = 2_000;

	/** How many places are asked together whether they have a job. */
	private static final int SLICE = 500;

	/** After so many places a page ends. */
	private static final int MAX_PLACES = 20_000;

	private final RedisAccess redis;

	private final JobFinder finder;

	private final RunningJobs running;

	JobSearch(RedisAccess redis, JobFinder finder, RunningJobs running) {
		this.redis = redis;
		this.finder = finder;
		this.running = running;
	}

	JobPage search(JobQuery query) {
		Position position = Position.parse(query.cursor());
		List<Place> places = places(query).stream().filter((place) -> position.compareTo(place) <= 0).toList();
		Page page = new Page(query, position);
		for (int start = 0; start < places.size(); start += SLICE) {
			if (start >= MAX_PLACES) {
				return new JobPage(page.jobs, Position.before(places.get(start)).toString());
			}
			List<Place> slice = places.subList(start, Math.min(places.size(), start + SLICE));
			for (Place place : filled(slice)) {
				String next = read(page, place);
				if (next != null) {
					return new JobPage(page.jobs, next);
				}
			}
		}
		return new JobPage(page.jobs, null);
	}

	/** Answers where the next page begins, {@code null} if this one goes on. */
	private @Nullable String read(Page page, Place place) {
		if (page.isFull()) {
			return Position.before(place).toString();
		}
		Position last = page.start.isIn(place) ? page.start : Position.before(place);
		while (true) {
			List<Position> chunk = next(place, last, Math.min(CHUNK, page.query.limit() - page.jobs.size() + 1));
			if (chunk.isEmpty()) {
				return null;
			}
			if (page.isFull()) {
				return last.toString();
			}
			int room = page.query.limit() - page.jobs.size();
			List<Position> taken = chunk.subList(0, Math.min(chunk.size(), room));
			page.jobs.addAll(matching(page.query, place, taken));
			page.read += taken.size();
			last = taken.get(taken.size() - 1);
		}
	}

	/** Those of the places that have a job, by few round trips. */
	private List<Place> filled(List<Place> places) {
		List<Object> sizes = this.redis.pipelined("search jobs", places, (connection, place) -> {
			QueueKeys queue = this.redis.keys(place.queue);
			if (place.status == JobStatus.STARTED) {
				connection.hashCommands().hGet(queue.of(Key.META), Text.bytes("running"));
			}
			else {
				connection.zSetCommands().zCard(queue.of(Key.of(place.status)));
			}
		});
		List<Place> filled = new ArrayList<>();
		for (int i = 0; i < places.size(); i++) {
			Object size = sizes.get(i);
			if (size != null && Text.number(size) > 0) {
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
		if (place.status == JobStatus.STARTED) {
			return this.running.ids(place.queue)
				.stream()
				.filter((id) -> after.id.isEmpty() || id.compareTo(after.id) < 0)
				.sorted(Collections.reverseOrder())
				.limit(limit)
				.map((id) -> new Position(place, "0", id))
				.toList();
		}
		QueueKeys queue = this.redis.keys(place.queue);
		List<Object> answer = this.redis.list(Script.SEARCH, queue, List.of(queue.of(Key.of(place.status))),
				List.of(after.score, after.id, limit));
		List<Position> positions = new ArrayList<>(answer.size() / 2);
		for (int i = 0; i < answer.size(); i += 2) {
			positions.add(new Position(place, Text.string(answer.get(i + 1)), Text.string(answer.get(i))));
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

	/** A page while it is filled. */
	private static final class Page {

		private final JobQuery query;

		private final Position start;

		private final List<JobInfo> jobs = new ArrayList<>();

		private int read;

		private Page(JobQuery query, Position start) {
			this.query = query;
			this.start = start;
		}

		private boolean isFull() {
			return this.jobs.size() >= this.query.limit() || this.read >= MAX_READ;
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
					.split(String.valueOf(Text.UNIT), -1);
				Double.parseDouble(parts[2]);
				return new Position(new Place(JobStatus.valueOf(parts[0].toUpperCase(Locale.ROOT)), parts[1]), parts[2],
						parts[3]);
			}
			catch (IllegalArgumentException | IndexOutOfBoundsException ex) {
				throw new InvalidJobException("'" + cursor + "' is no cursor of a page: pass what JobPage.next() gave");
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
			String text = String.join(String.valueOf(Text.UNIT), at.status.name(), at.queue, this.score, this.id);
			return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
		}

	}

}
