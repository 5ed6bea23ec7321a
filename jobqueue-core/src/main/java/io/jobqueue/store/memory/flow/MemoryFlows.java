package io.jobqueue.store.memory.flow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

import io.jobqueue.FlowId;
import io.jobqueue.JobId;
import io.jobqueue.store.flow.FlowChange;
import io.jobqueue.store.flow.FlowEnd;
import io.jobqueue.store.flow.FlowFilter;
import io.jobqueue.store.flow.FlowNotice;
import io.jobqueue.store.flow.FlowStore;
import io.jobqueue.store.flow.StoredFlow;
import io.jobqueue.store.flow.StoredFlows;
import io.jobqueue.store.flow.StoredPlace;
import io.jobqueue.store.job.FlowPlace;

import org.jspecify.annotations.Nullable;

/** The flows in memory. */
public final class MemoryFlows implements FlowStore {

	private final InstantSource clock;

	private final NavigableMap<FlowId, Kept> flows = new TreeMap<>();

	private final Map<String, Map<String, FlowNotice>> notices = new HashMap<>();

	public MemoryFlows(InstantSource clock) {
		this.clock = clock;
	}

	/** A job of a flow has ended in a queue. */
	public synchronized void ended(String queue, FlowPlace place, FlowEnd end) {
		String key = place.write() + ":" + end.letter();
		this.notices.computeIfAbsent(queue, (name) -> new LinkedHashMap<>()).put(key, new FlowNotice(key, place, end));
	}

	@Override
	public @Nullable StoredFlow read(FlowId id) {
		return find(id, List.of());
	}

	@Override
	public synchronized @Nullable StoredFlow find(FlowId id, Collection<Integer> places) {
		Kept kept = this.flows.get(id);
		return (kept != null) ? stored(id, kept, places) : null;
	}

	private StoredFlow stored(FlowId id, Kept kept, Collection<Integer> places) {
		Map<Integer, FlowEnd> found = new HashMap<>();
		places.stream()
			.filter((number) -> number >= 0 && number < kept.jobs.size())
			.forEach((number) -> found.put(number, kept.place(number).end()));
		return new StoredFlow(id, kept.name, kept.version, kept.state, found, this.clock.instant());
	}

	@Override
	public synchronized boolean change(FlowChange change) {
		Kept kept = this.flows.get(change.id());
		if (((kept != null) ? kept.version : 0) != change.version()) {
			return false;
		}
		Kept changed = (kept != null) ? kept : new Kept(change.name());
		changed.version = change.version() + 1;
		changed.state = change.state();
		changed.jobs.addAll(change.added());
		changed.ends.putAll(change.ends());
		this.flows.put(change.id(), changed);
		if (change.life() != null) {
			live(changed, change.life());
		}
		return true;
	}

	private void live(Kept changed, FlowChange.Life life) {
		Instant now = this.clock.instant();
		Duration look = life.look();
		Duration keep = life.keep();
		Instant lookAt = (look != null) ? now.plus(look) : null;
		changed.lookAt = (lookAt == null || changed.lookAt == null || lookAt.isBefore(changed.lookAt)) ? lookAt
				: changed.lookAt;
		changed.keptUntil = (keep != null) ? now.plus(keep) : null;
	}

	@Override
	public synchronized void putPart(FlowId id, int number, String content) {
		Kept kept = this.flows.get(id);
		if (kept != null) {
			kept.parts.put(number, content);
		}
	}

	@Override
	public synchronized @Nullable String part(FlowId id, int number) {
		Kept kept = this.flows.get(id);
		return (kept != null) ? kept.parts.get(number) : null;
	}

	@Override
	public synchronized List<StoredPlace> places(FlowId id, int from, int limit) {
		Kept kept = this.flows.get(id);
		List<StoredPlace> places = new ArrayList<>();
		if (kept != null) {
			for (int number = from; number < Math.min(kept.jobs.size(), from + limit); number++) {
				places.add(kept.place(number));
			}
		}
		return places;
	}

	@Override
	public synchronized StoredFlows list(FlowFilter filter, @Nullable FlowId before, int limit) {
		NavigableMap<FlowId, Kept> older = (before != null) ? this.flows.headMap(before, false) : this.flows;
		return StoredFlows.of(older.descendingMap()
			.entrySet()
			.stream()
			.map((entry) -> stored(entry.getKey(), entry.getValue(), List.of()))
			.filter(filter::selects)
			.limit(limit + 1L)
			.toList(), limit, null);
	}

	@Override
	public synchronized List<FlowId> due(Duration again, int limit) {
		Instant now = this.clock.instant();
		List<FlowId> due = this.flows.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().lookAt != null && !entry.getValue().lookAt.isAfter(now))
			.limit(limit)
			.map(Map.Entry::getKey)
			.toList();
		due.forEach((id) -> Objects.requireNonNull(this.flows.get(id)).lookAt = now.plus(again));
		return due;
	}

	@Override
	public synchronized void looked(FlowId id, long version, FlowChange.Life life) {
		Kept kept = this.flows.get(id);
		if (kept != null && kept.version == version) {
			kept.lookAt = null;
			live(kept, life);
		}
	}

	@Override
	public void forget(FlowId id) {
		// Nothing is kept of a flow beside it.
	}

	@Override
	public synchronized int prune(long most, int limit) {
		Instant now = this.clock.instant();
		List<Map.Entry<FlowId, Kept>> ended = new ArrayList<>(
				this.flows.entrySet().stream().filter((entry) -> entry.getValue().keptUntil != null).toList());
		ended.sort(Comparator.comparing((entry) -> entry.getValue().until()));
		long surplus = ended.size() - most;
		int deleted = 0;
		for (Map.Entry<FlowId, Kept> entry : ended) {
			if (deleted < limit && (deleted < surplus || !entry.getValue().until().isAfter(now))) {
				this.flows.remove(entry.getKey());
				deleted++;
			}
		}
		return deleted;
	}

	@Override
	public synchronized boolean isAnyLiving() {
		return this.flows.values().stream().anyMatch((kept) -> kept.lookAt != null);
	}

	@Override
	public synchronized long countLiving() {
		return this.flows.values().stream().filter((kept) -> kept.lookAt != null).count();
	}

	@Override
	public int relay(String queue, int limit, Function<List<FlowNotice>, List<FlowNotice>> work) {
		List<FlowNotice> read;
		synchronized (this) {
			read = this.notices.getOrDefault(queue, Map.of()).values().stream().limit(limit).toList();
		}
		if (!read.isEmpty()) {
			List<FlowNotice> done = work.apply(read);
			synchronized (this) {
				// Another thread may have relayed all of them meanwhile.
				this.notices.computeIfPresent(queue, (name, kept) -> {
					done.forEach((notice) -> kept.remove(notice.key()));
					return kept.isEmpty() ? null : kept;
				});
			}
		}
		return read.size();
	}

	/** A flow. */
	private static final class Kept {

		private final @Nullable String name;

		private long version;

		private String state = "";

		private final List<JobId> jobs = new ArrayList<>();

		private final Map<Integer, FlowEnd> ends = new HashMap<>();

		private final Map<Integer, String> parts = new HashMap<>();

		private @Nullable Instant lookAt;

		private @Nullable Instant keptUntil;

		private Kept(@Nullable String name) {
			this.name = name;
		}

		private StoredPlace place(int number) {
			return new StoredPlace(number, this.jobs.get(number), this.ends.getOrDefault(number, FlowEnd.OPEN));
		}

		private Instant until() {
			return (this.keptUntil != null) ? this.keptUntil : Instant.MAX;
		}

	}

}
