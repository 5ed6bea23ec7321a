package io.jobqueue.store.redis.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import io.jobqueue.store.redis.access.QueueBatchReader;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisText;

import org.jspecify.annotations.Nullable;

/**
 * The flows in Redis. A flow is on the list of all before it is created, and leaves it
 * after it was deleted. Keys of flows that have ended expire by themselves too, after the
 * list would have deleted them.
 *
 * @param redis the way to Redis
 */
public record RedisFlows(RedisAccess redis) implements FlowStore {

	/** Names the script calls of flows; no key of this queue is used. */
	private static final String FLOWS = "flows";

	/** How long a flow is kept whose creation ended at its first step. */
	private static final Duration CREATED = Duration.ofDays(1);

	private static final Duration LONGER = Duration.ofDays(1);

	private static final Duration SOON = Duration.ofSeconds(1);

	private static final String AS_BEFORE = "=";

	/** Version, state, clock and name. */
	private static final int HEAD = 4;

	private static final int BATCH = 200;

	@Override
	public @Nullable StoredFlow read(FlowId id) {
		return find(id, List.of());
	}

	@Override
	public @Nullable StoredFlow find(FlowId id, Collection<Integer> places) {
		List<Integer> asked = List.copyOf(places);
		List<Object> answer = this.redis.answer((size) -> size == 0 || size == HEAD + asked.size(), Script.FIND_FLOW,
				names(), this.redis.shared().flow(id.value()), asked);
		if (answer.isEmpty()) {
			return null;
		}
		Map<Integer, FlowEnd> ends = new HashMap<>();
		for (int i = 0; i < asked.size(); i++) {
			String letter = RedisText.string(answer.get(HEAD + i));
			if (!letter.isEmpty()) {
				ends.put(asked.get(i), FlowEnd.of(letter.charAt(0)));
			}
		}
		return flow(id, answer, ends);
	}

	private static StoredFlow flow(FlowId id, List<Object> answer, Map<Integer, FlowEnd> ends) {
		String name = RedisText.string(answer.get(3));
		return new StoredFlow(id, name.isEmpty() ? null : name, RedisText.number(answer.get(0)),
				RedisText.string(answer.get(1)), ends, Instant.ofEpochMilli(RedisText.number(answer.get(2))));
	}

	@Override
	public boolean change(FlowChange change) {
		FlowChange.Life life = change.life();
		if (life != null && life.keep() == null) {
			list(change.id(), life);
		}
		List<Object> arguments = new ArrayList<>();
		arguments.add(change.version());
		arguments.add(change.state());
		arguments.add(time(change));
		arguments.add((change.name() != null) ? change.name() : "");
		arguments.add(change.added().size());
		arguments.addAll(change.added());
		change.ends().forEach((place, end) -> {
			arguments.add(place);
			arguments.add(end.letter());
		});
		boolean changed = this.redis.count(Script.CHANGE_FLOW, names(), this.redis.shared().flow(change.id().value()),
				arguments) == 1;
		if (changed && life != null && life.keep() != null) {
			keep(change.id(), change.version() + 1, life);
		}
		return changed;
	}

	private static Object time(FlowChange change) {
		if (change.isNew()) {
			return CREATED.toMillis();
		}
		FlowChange.Life life = change.life();
		if (life == null) {
			return AS_BEFORE;
		}
		return (life.keep() != null) ? life.keep().plus(LONGER).toMillis() : "";
	}

	/** If the flow has changed since, it may live again: maintenance finds out. */
	private void keep(FlowId id, long version, FlowChange.Life life) {
		list(id, life);
		StoredFlow now = find(id, List.of());
		if (now != null && now.version() != version) {
			list(id, new FlowChange.Life(SOON, null));
		}
	}

	private void list(FlowId id, FlowChange.Life life) {
		this.redis.count(Script.LIST_FLOW, names(), this.redis.shared().flows(),
				List.of(id.value(), millis(life.look()), millis(life.keep())));
	}

	private static Object millis(@Nullable Duration duration) {
		return (duration != null) ? duration.toMillis() : "";
	}

	@Override
	public void putPart(FlowId id, int number, String content) {
		this.redis.count(Script.PUT_FLOW_PART, names(), this.redis.shared().flow(id.value()), List.of(number, content));
	}

	@Override
	public @Nullable String part(FlowId id, int number) {
		List<Object> answer = this.redis.list(Script.FLOW_PART, names(), this.redis.shared().flow(id.value()),
				List.of(number));
		return answer.isEmpty() ? null : RedisText.string(answer.get(0));
	}

	@Override
	public List<StoredPlace> places(FlowId id, int from, int limit) {
		List<Object> answer = this.redis.answer((size) -> size > 0, Script.FLOW_PLACES, names(),
				this.redis.shared().flow(id.value()), List.of(from, limit));
		String letters = RedisText.string(answer.get(0));
		List<StoredPlace> places = new ArrayList<>();
		for (int i = 0; i + 1 < answer.size(); i++) {
			FlowEnd end = (i < letters.length()) ? FlowEnd.of(letters.charAt(i)) : FlowEnd.OPEN;
			places.add(new StoredPlace(from + i, JobId.of(RedisText.string(answer.get(i + 1))), end));
		}
		return places;
	}

	@Override
	public StoredFlows list(FlowFilter filter, @Nullable FlowId before, int limit) {
		int batch = filter.equals(FlowFilter.ALL) ? limit + 1 : BATCH;
		List<StoredFlow> found = new ArrayList<>();
		FlowId behind = before;
		for (int read = 0; read < MOST_READ; read += batch) {
			List<FlowId> ids = ids(Script.PAGE_FLOWS, List.of((behind != null) ? "(" + behind.value() : "+", batch));
			readAll(ids).stream().filter(filter::selects).forEach(found::add);
			if (ids.size() < batch || found.size() > limit) {
				return StoredFlows.of(found, limit, null);
			}
			behind = ids.get(batch - 1);
		}
		return StoredFlows.of(found, limit, behind);
	}

	private List<StoredFlow> readAll(List<FlowId> ids) {
		List<List<Object>> answers = new QueueBatchReader(this.redis).askKeys(Script.FIND_FLOW, FLOWS,
				ids.stream().map((id) -> this.redis.shared().flow(id.value())).toList());
		List<StoredFlow> flows = new ArrayList<>();
		for (int i = 0; i < ids.size(); i++) {
			List<Object> answer = answers.get(i);
			StoredFlow flow = (answer.size() == HEAD) ? flow(ids.get(i), answer, Map.of())
					: answer.isEmpty() ? null : read(ids.get(i));
			if (flow != null) {
				flows.add(flow);
			}
		}
		return flows;
	}

	@Override
	public List<FlowId> due(Duration again, int limit) {
		return ids(Script.DUE_FLOWS, List.of(again.toMillis(), limit));
	}

	@Override
	public void looked(FlowId id, long version, FlowChange.Life life) {
		if (life.keep() != null) {
			keep(id, version, life);
		}
		else {
			this.redis.count(Script.LOOKED_AT_FLOW, names(), this.redis.shared().flows(),
					List.of(id.value(), millis(life.look())));
		}
	}

	@Override
	public void forget(FlowId id) {
		this.redis.count(Script.FORGET_FLOWS, names(), this.redis.shared().flows(), List.of(id.value()));
	}

	@Override
	public int prune(long most, int limit) {
		List<FlowId> old = ids(Script.OLD_FLOWS, List.of(most, limit));
		if (!old.isEmpty()) {
			old.forEach((id) -> this.redis.run("delete flows", (connection) -> connection.keyCommands()
				.unlink(this.redis.shared().flow(id.value()).toArray(byte[][]::new))));
			this.redis.count(Script.FORGET_FLOWS, names(), this.redis.shared().flows(),
					old.stream().map(FlowId::value).toList());
		}
		return old.size();
	}

	@Override
	public boolean isAnyLiving() {
		return countLiving() > 0;
	}

	@Override
	public long countLiving() {
		return this.redis.count(Script.LIVING_FLOWS, names(), this.redis.shared().flows(), List.of());
	}

	private List<FlowId> ids(Script script, List<Object> arguments) {
		return this.redis.list(script, names(), this.redis.shared().flows(), arguments)
			.stream()
			.map((id) -> FlowId.of(RedisText.string(id)))
			.toList();
	}

	@Override
	public int relay(String queue, int limit, Function<List<FlowNotice>, List<FlowNotice>> work) {
		QueueKeys keys = this.redis.keys(queue);
		List<FlowNotice> read = this.redis.list(Script.NOTICES, keys, List.of(), List.of(limit))
			.stream()
			.map((notice) -> notice(RedisText.string(notice)))
			.toList();
		if (!read.isEmpty()) {
			List<String> done = work.apply(read).stream().map(FlowNotice::key).toList();
			if (!done.isEmpty()) {
				this.redis.count(Script.RELAYED, keys, List.of(), done);
			}
		}
		return read.size();
	}

	private static FlowNotice notice(String text) {
		int sign = text.lastIndexOf(':');
		return new FlowNotice(text, FlowPlace.read(text.substring(0, sign)), FlowEnd.of(text.charAt(sign + 1)));
	}

	private QueueKeys names() {
		return this.redis.keys(FLOWS);
	}

}
