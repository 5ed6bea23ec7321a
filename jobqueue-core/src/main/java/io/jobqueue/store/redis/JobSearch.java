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

	private final RedisAccess redis;

	private final JobFinder finder;

	private final RunningJobs running;

	JobSearch(RedisAccess redis, JobFinder finder, RunningJobs running) {
		this.redis = redis;
		this.finder = finder;
		this.running = running;
	}

	JobPage search(JobQuery query) {
		List<Place> places = places(query);
		Position position = Position.parse(query.cursor());
		List<JobInfo> jobs = new ArrayList<>();
		int read = 0;
		for (Place place : places) {
			if (position.compareTo(place) > 0) {
				continue;
			}
			Position last = position.isIn(place) ? position : Position.before(place);
			while (true) {
				List<Position> chunk = next(place, last, Math.min(CHUNK, Math.max(1, query.limit() - jobs.size())));
				if (chunk.isEmpty()) {
					break;
				}
				jobs.addAll(matching(query, place, chunk));
				read += chunk.size();
				last = chunk.get(chunk.size() - 1);
				if (jobs.size() >= query.limit() || read >= MAX_READ) {
					return new JobPage(jobs, hasMore(places, last) ? last.toString() : null);
				}
			}
		}
		return new JobPage(jobs, null);
	}

	private boolean hasMore(List<Place> places, Position last) {
		for (Place place : places) {
			if (last.compareTo(place) <= 0
					&& !next(place, last.isIn(place) ? last : Position.before(place), 1).isEmpty()) {
				return true;
			}
		}
		return false;
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
