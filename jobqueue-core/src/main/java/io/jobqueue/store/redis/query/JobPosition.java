package io.jobqueue.store.redis.query;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobStatus;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.redis.form.RedisText;

import org.jspecify.annotations.Nullable;

/**
 * After which job a search goes on; the opaque cursor of a page.
 */
record JobPosition(@Nullable Place place, String score, String id) {

	static JobPosition before(Place place) {
		return new JobPosition(place, "0", "");
	}

	static JobPosition parse(@Nullable String cursor) {
		if (cursor == null) {
			return new JobPosition(null, "0", "");
		}
		try {
			String[] parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8)
				.split(String.valueOf(RedisText.UNIT), -1);
			Double.parseDouble(parts[2]);
			return new JobPosition(new Place(JobStatus.valueOf(parts[0].toUpperCase(Locale.ROOT)), parts[1]), parts[2],
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

	/** A status of a queue. */
	record Place(JobStatus status, String queue) implements Comparable<Place> {

		@Override
		public int compareTo(Place other) {
			int order = this.status.compareTo(other.status);
			return (order != 0) ? order : this.queue.compareTo(other.queue);
		}

	}

}
