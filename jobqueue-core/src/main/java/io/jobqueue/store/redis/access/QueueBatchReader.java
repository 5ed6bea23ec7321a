package io.jobqueue.store.redis.access;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import io.jobqueue.store.redis.form.RedisText;

import org.springframework.data.redis.connection.RedisConnection;

/**
 * Asks many queues the same. The questions of a batch are sent without waiting for the
 * answers in between, so that thousands of queues cost no more than some round trips.
 */
public final class QueueBatchReader {

	private static final int BATCH = 500;

	private final RedisAccess redis;

	public QueueBatchReader(RedisAccess redis) {
		this.redis = redis;
	}

	/** What a script without arguments answers of each queue, in their order. */
	public List<List<Object>> ask(Script script, List<String> queues) {
		return ask(script, queues, List.of());
	}

	/** As {@link #ask(Script, List)}, with the same arguments for each queue. */
	public List<List<Object>> ask(Script script, List<String> queues, List<?> arguments) {
		return askAll(script, queues.stream().map((queue) -> new Target(queue, List.of())).toList(), arguments);
	}

	/**
	 * What a script without arguments answers of each of several keys, in their order.
	 * @param queue names the calls
	 * @param keys the keys of each call
	 */
	public List<List<Object>> askKeys(Script script, String queue, List<List<byte[]>> keys) {
		return askAll(script, keys.stream().map((each) -> new Target(queue, each)).toList(), List.of());
	}

	private List<List<Object>> askAll(Script script, List<Target> targets, List<?> arguments) {
		List<List<Object>> answers = new ArrayList<>(targets.size());
		for (List<Target> batch : CommandBatches.of(targets, BATCH)) {
			answers.addAll(askBatch(script, batch, arguments));
		}
		return answers;
	}

	private List<List<Object>> askBatch(Script script, List<Target> targets, List<?> arguments) {
		// Alone it is sent as a whole where the server does not know it yet.
		List<List<Object>> answers = new ArrayList<>(targets.size());
		answers.add(alone(script, targets.get(0), arguments));
		List<Target> others = targets.subList(1, targets.size());
		try {
			this.redis
				.pipelined(script.purpose(), others,
						(connection, target) -> this.redis.send(connection, script, target.queue(), target.keys(),
								arguments))
				.forEach((answer) -> answers.add(flat(answer)));
		}
		catch (RuntimeException ex) {
			// Other nodes of a Cluster may not know it.
			if (!RedisFailures.isNoScript(ex)) {
				throw ex;
			}
			answers.subList(1, answers.size()).clear();
			others.forEach((target) -> answers.add(alone(script, target, arguments)));
		}
		return answers;
	}

	private List<Object> alone(Script script, Target target, List<?> arguments) {
		return this.redis.list(script, this.redis.keys(target.queue()), target.keys(), arguments);
	}

	private static List<Object> flat(Object answer) {
		return (answer instanceof List<?> parts) ? List.copyOf(parts) : List.of();
	}

	/** A number of each queue, in their order; no answer counts as zero. */
	public List<Long> numbers(List<String> queues, BiConsumer<RedisConnection, QueueKeys> command) {
		List<Long> numbers = new ArrayList<>(queues.size());
		for (List<String> batch : CommandBatches.of(queues, BATCH)) {
			this.redis
				.pipelined("look at queues", batch,
						(connection, queue) -> command.accept(connection, this.redis.keys(queue)))
				.forEach((answer) -> numbers.add((answer != null) ? RedisText.number(answer) : 0));
		}
		return numbers;
	}

	/**
	 * What a call is about.
	 *
	 * @param queue the queue
	 * @param keys further keys
	 */
	private record Target(String queue, List<byte[]> keys) {
	}

}
