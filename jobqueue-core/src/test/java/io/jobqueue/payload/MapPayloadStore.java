package io.jobqueue.payload;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import io.jobqueue.JobId;
import io.jobqueue.PayloadStore;

import org.jspecify.annotations.Nullable;

/** Payloads in memory, all of them old. */
class MapPayloadStore implements PayloadStore {

	final Map<String, String> payloads = new ConcurrentSkipListMap<>();

	@Override
	public void put(JobId id, String payload) {
		this.payloads.put(id.value(), payload);
	}

	@Override
	public @Nullable String get(JobId id) {
		return this.payloads.get(id.value());
	}

	@Override
	public void delete(Collection<JobId> ids) {
		ids.forEach((id) -> this.payloads.remove(id.value()));
	}

	@Override
	public List<JobId> olderThan(Duration age, @Nullable JobId after, int limit) {
		return this.payloads.keySet()
			.stream()
			.filter((id) -> after == null || id.compareTo(after.value()) > 0)
			.limit(limit)
			.map(JobId::new)
			.toList();
	}

}
