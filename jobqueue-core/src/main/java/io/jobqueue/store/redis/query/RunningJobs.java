package io.jobqueue.store.redis.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.jobqueue.JobId;
import io.jobqueue.WorkerInfo;
import io.jobqueue.store.redis.access.Key;
import io.jobqueue.store.redis.access.QueueBatchReader;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.store.redis.form.WorkerText;

/**
 * Reads the workers and what they run: as many jobs as they have permits.
 */
public final class RunningJobs {

	private static final int MAX_WORKERS = 10_000;

	private final RedisAccess redis;

	private final QueueBatchReader many;

	public RunningJobs(RedisAccess redis, QueueBatchReader many) {
		this.many = many;
		this.redis = redis;
	}

	/**
	 * The jobs that run in a queue, those of lost workers included, without those that
	 * workers hold in line.
	 */
	Set<String> ids(String name) {
		QueueKeys queue = this.redis.keys(name);
		Set<String> ids = new LinkedHashSet<>();
		this.redis
			.run("list workers",
					(connection) -> connection.zSetCommands().zRange(queue.of(Key.WORKERS), 0, MAX_WORKERS - 1))
			.forEach((worker) -> ids.addAll(ids(queue, RedisText.string(worker))));
		ids.removeAll(inLine(name));
		return ids;
	}

	/** The jobs that workers hold in line in a queue. */
	Set<String> inLine(String name) {
		QueueKeys queue = this.redis.keys(name);
		return this.redis
			.run("list jobs in line", (connection) -> connection.zSetCommands().zRange(queue.of(Key.LINE), 0, -1))
			.stream()
			.map(RedisText::string)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/** The jobs that are on their way to other queues. */
	Set<String> moving(String name) {
		QueueKeys queue = this.redis.keys(name);
		return this.redis
			.run("list jobs that move", (connection) -> connection.hashCommands().hKeys(queue.of(Key.MOVING)))
			.stream()
			.map(RedisText::string)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	public List<WorkerInfo> workers(List<String> queues) {
		Map<String, List<WorkerInfo.Container>> containers = new TreeMap<>();
		Map<String, String> texts = new LinkedHashMap<>();
		List<List<Object>> answers = this.many.ask(Script.WORKERS, queues);
		for (int at = 0; at < queues.size(); at++) {
			String name = queues.get(at);
			QueueKeys queue = this.redis.keys(name);
			List<Object> answer = answers.get(at);
			Set<String> inLine = answer.isEmpty() ? Set.of() : inLine(name);
			for (int i = 0; i < answer.size(); i += 3) {
				String worker = RedisText.string(answer.get(i));
				String text = RedisText.string(answer.get(i + 2));
				texts.put(worker, text);
				containers.computeIfAbsent(worker, (id) -> new ArrayList<>())
					.add(new WorkerInfo.Container(name, WorkerText.concurrency(text),
							Instant.ofEpochMilli(RedisText.number(answer.get(i + 1))),
							ids(queue, worker).stream().filter((id) -> !inLine.contains(id)).map(JobId::of).toList()));
			}
		}
		List<WorkerInfo> workers = new ArrayList<>();
		containers.forEach((id, parts) -> workers.add(WorkerText.decode(id, texts.getOrDefault(id, ""), parts)));
		return workers;
	}

	private List<String> ids(QueueKeys queue, String worker) {
		return this.redis
			.run("list running jobs", (connection) -> connection.hashCommands().hKeys(queue.running(worker)))
			.stream()
			.map(RedisText::string)
			.toList();
	}

}
