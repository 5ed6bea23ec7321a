package io.jobqueue.store.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.redis.access.CommandBatches;
import io.jobqueue.store.redis.access.QueueBatchReader;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.store.redis.insert.RedisInserts;
import io.jobqueue.store.redis.schedule.ScheduleIndex;
import io.jobqueue.store.redis.schedule.ScheduleText;
import io.jobqueue.store.schedule.FiringResult;
import io.jobqueue.store.schedule.ScheduleFiring;
import io.jobqueue.store.schedule.ScheduleLook;
import io.jobqueue.store.schedule.ScheduleRuns;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.store.schedule.StoredSchedule;

import org.jspecify.annotations.Nullable;

/**
 * The schedules. Each is in the slot of the queue that it feeds, so one script fires it
 * and inserts its job.
 */
final class RedisScheduleStore implements ScheduleStore {

	private static final int BATCH = 250;

	/** What {@code due_schedules.lua} answers before the schedules, and for each. */
	private static final int HEAD = 3, EACH = 7;

	private final RedisAccess redis;

	private final JobQueries queries;

	private final QueueBatchReader reader;

	private final ScheduleIndex index;

	private final RedisFirings firings;

	RedisScheduleStore(RedisAccess redis, JobQueries queries, RedisInserts inserts) {
		this.redis = redis;
		this.queries = queries;
		this.reader = new QueueBatchReader(redis);
		this.index = new ScheduleIndex(redis);
		this.firings = new RedisFirings(redis, inserts, this::hasEnded);
	}

	@Override
	public ScheduleLook look(Collection<String> queues, int limit) {
		List<String> asked = List.copyOf(queues);
		List<StoredSchedule> due = new ArrayList<>();
		List<StoredSchedule> elsewhere = new ArrayList<>();
		Instant now = Instant.EPOCH;
		Long next = null;
		List<List<Object>> answers = this.reader.ask(Script.DUE_SCHEDULES, asked, List.of(limit));
		for (int i = 0; i < answers.size(); i++) {
			List<Object> answer = answers.get(i);
			long clock = RedisText.number(answer.get(0));
			now = Instant.ofEpochMilli(Math.max(now.toEpochMilli(), clock));
			next = earlier(next, remaining(answer, clock));
			read(asked.get(i), answer.subList(HEAD, answer.size()), due, elsewhere);
		}
		for (StoredSchedule schedule : elsewhere) {
			if (hasEnded(schedule.lastJob())) {
				due.add(schedule);
			}
		}
		return new ScheduleLook(now, due, (next != null) ? Duration.ofMillis(next) : null);
	}

	private static @Nullable Long remaining(List<Object> answer, long clock) {
		String due = RedisText.string(answer.get(1));
		Long next = due.isEmpty() ? null : (long) Double.parseDouble(due) - clock;
		return (RedisText.number(answer.get(2)) == 1) ? earlier(next, ScheduleLook.WAITING.toMillis()) : next;
	}

	private static @Nullable Long earlier(@Nullable Long one, @Nullable Long other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return Long.valueOf(Math.min(one, other));
	}

	private static void read(String queue, List<Object> answer, List<StoredSchedule> due,
			List<StoredSchedule> elsewhere) {
		for (int i = 0; i + EACH <= answer.size(); i += EACH) {
			List<String> texts = answer.subList(i, i + EACH).stream().map(RedisText::string).toList();
			StoredSchedule schedule = ScheduleText.read(texts.get(0), queue,
					new ScheduleText.Parts(texts.get(4), texts.get(5), texts.get(1), texts.get(2), texts.get(6), ""));
			(texts.get(3).isEmpty() ? due : elsewhere).add(schedule);
		}
	}

	/** Looks for a job in all queues that it may have moved to. */
	private boolean hasEnded(@Nullable JobId id) {
		JobInfo job = (id != null) ? this.queries.find(List.of(id)).get(id) : null;
		return job == null || job.status().isEnd();
	}

	@Override
	public List<FiringResult> fire(List<ScheduleFiring> firings) {
		return this.firings.fire(firings);
	}

	/**
	 * To another queue, it is written there first, not due; then it is removed here, then
	 * it is due there. So it never fires in both. Until then it has no fingerprint: if
	 * this process dies, the next declaration finds that it is not in force.
	 */
	@Override
	public boolean write(StoredSchedule schedule, long expected, boolean declared) {
		StoredSchedule before = find(List.of(schedule.name())).get(schedule.name());
		if (((before != null) ? before.revision() : 0) != expected) {
			return false;
		}
		this.redis.note(schedule.queue());
		if (before == null || before.queue().equals(schedule.queue())) {
			this.index.put(schedule.name(), schedule.queue());
			return write(schedule, expected, declared, schedule.due(), "");
		}
		StoredSchedule left = read(schedule.queue(), List.of(schedule.name())).get(schedule.name());
		long there = (left != null) ? left.revision() : 0;
		if (!write(withoutFingerprint(schedule), there, declared, null, ScheduleRuns.write(before.runs()))) {
			return false;
		}
		if (!removeHere(before)) {
			removeHere(schedule);
			return false;
		}
		this.index.put(schedule.name(), schedule.queue());
		return write(schedule, schedule.revision(), declared, schedule.due(), "");
	}

	private static StoredSchedule withoutFingerprint(StoredSchedule schedule) {
		return new StoredSchedule(schedule.name(), schedule.queue(), schedule.revision(), schedule.due(),
				schedule.waiting(), schedule.lastTick(), schedule.lastJob(), "", schedule.definition(),
				schedule.marks(), schedule.declaredAt(), schedule.runs());
	}

	private boolean write(StoredSchedule schedule, long expected, boolean declared, @Nullable Instant due,
			String runs) {
		List<Object> arguments = List.of(schedule.name(), expected, ScheduleText.millis(due),
				ScheduleText.millis(schedule.waiting()), ScheduleText.state(schedule), schedule.definition(),
				declared ? "1" : "", runs);
		boolean written = this.redis.count(Script.WRITE_SCHEDULE, this.redis.keys(schedule.queue()), List.of(),
				arguments) == 1;
		if (written) {
			this.redis.noteAgain(schedule.queue());
		}
		return written;
	}

	@Override
	public boolean remove(StoredSchedule schedule) {
		boolean removed = removeHere(schedule);
		if (removed) {
			this.index.remove(schedule.name(), schedule.queue());
		}
		return removed;
	}

	private boolean removeHere(StoredSchedule schedule) {
		return this.redis.count(Script.REMOVE_SCHEDULE, this.redis.keys(schedule.queue()), List.of(),
				List.of(schedule.name(), schedule.revision())) == 1;
	}

	@Override
	public Map<String, StoredSchedule> find(Collection<String> names) {
		Map<String, List<String>> byQueue = new LinkedHashMap<>();
		this.index.queues(names)
			.forEach((name, queue) -> byQueue.computeIfAbsent(queue, (key) -> new ArrayList<>()).add(name));
		Map<String, StoredSchedule> found = new TreeMap<>();
		byQueue.forEach((queue, some) -> found.putAll(read(queue, some)));
		return found;
	}

	private Map<String, StoredSchedule> read(String queue, List<String> names) {
		QueueKeys keys = this.redis.keys(queue);
		Map<String, StoredSchedule> found = new HashMap<>();
		for (List<String> batch : CommandBatches.of(names, BATCH)) {
			Iterator<Object> answer = this.redis
				.answers(batch.size() * 6, Script.FIND_SCHEDULES, keys, List.of(), batch)
				.iterator();
			for (String name : batch) {
				ScheduleText.Parts parts = ScheduleText.Parts.next(answer);
				if (!parts.state().isEmpty()) {
					found.put(name, ScheduleText.read(name, queue, parts));
				}
			}
		}
		return found;
	}

	@Override
	public List<StoredSchedule> list(@Nullable String after, int limit) {
		List<String> queues = this.redis.queues();
		Map<String, String> all = new TreeMap<>();
		List<List<Object>> names = this.reader.ask(Script.SCHEDULE_NAMES, queues, List.of());
		for (int i = 0; i < names.size(); i++) {
			String queue = queues.get(i);
			names.get(i).forEach((name) -> all.put(RedisText.string(name), queue));
		}
		Map<String, List<String>> page = all.entrySet()
			.stream()
			.filter((each) -> after == null || each.getKey().compareTo(after) > 0)
			.limit(limit)
			.collect(Collectors.groupingBy(Map.Entry::getValue,
					Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
		Map<String, StoredSchedule> found = new TreeMap<>();
		page.forEach((queue, some) -> found.putAll(read(queue, some)));
		Map<String, String> noted = this.index.queues(found.keySet());
		found.values()
			.stream()
			.filter((schedule) -> !noted.containsKey(schedule.name()))
			.forEach((schedule) -> this.index.put(schedule.name(), schedule.queue()));
		return List.copyOf(found.values());
	}

	@Override
	public Set<String> declare(Collection<Declaration> declarations) {
		Map<String, List<Declaration>> byQueue = declarations.stream()
			.collect(Collectors.groupingBy(Declaration::queue, LinkedHashMap::new, Collectors.toList()));
		Set<String> others = new LinkedHashSet<>();
		byQueue.forEach((queue, some) -> {
			for (List<Declaration> batch : CommandBatches.of(some, BATCH)) {
				declare(this.redis.keys(queue), batch, others);
			}
		});
		return others;
	}

	private void declare(QueueKeys queue, List<Declaration> batch, Set<String> others) {
		List<Object> arguments = new ArrayList<>();
		batch.forEach((each) -> {
			arguments.add(each.name());
			arguments.add(each.fingerprint());
		});
		List<Object> answers = this.redis.answers(batch.size(), Script.DECLARE_SCHEDULES, queue, List.of(), arguments);
		for (int i = 0; i < batch.size(); i++) {
			if (RedisText.number(answers.get(i)) == 0) {
				others.add(batch.get(i).name());
			}
		}
	}

	@Override
	public List<StoredSchedule> undeclared(Collection<String> queues, Duration age, int limit) {
		List<String> asked = List.copyOf(queues);
		List<List<Object>> names = this.reader.ask(Script.UNDECLARED_SCHEDULES, asked, List.of(age.toMillis(), limit));
		List<StoredSchedule> undeclared = new ArrayList<>();
		for (int i = 0; i < names.size(); i++) {
			undeclared.addAll(read(asked.get(i), names.get(i).stream().map(RedisText::string).toList()).values());
		}
		return undeclared.subList(0, Math.min(limit, undeclared.size()));
	}

}
