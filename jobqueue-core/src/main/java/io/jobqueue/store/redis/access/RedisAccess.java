package io.jobqueue.store.redis.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntPredicate;

import io.jobqueue.Names;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.redis.form.RedisText;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * The way to Redis: runs scripts and commands, and knows the queues.
 */
public final class RedisAccess {

	private static final byte[] NOTHING = new byte[0];

	private final RedisConnectionFactory connectionFactory;

	private final String namespace;

	private final NamespaceKeys shared;

	private final byte[] signalPrefix;

	private final Map<String, QueueKeys> keys = new ConcurrentHashMap<>();

	private final QueueNames names;

	private final ConnectionReplacement deadConnections;

	private final BulkLimit bulkLimit;

	public RedisAccess(RedisConnectionFactory connectionFactory, String namespace) {
		this.connectionFactory = connectionFactory;
		this.deadConnections = new ConnectionReplacement(connectionFactory);
		this.bulkLimit = new BulkLimit(connectionFactory);
		this.namespace = namespace;
		this.shared = new NamespaceKeys(namespace);
		this.signalPrefix = RedisText.bytes(namespace + ":signal:");
		this.names = new QueueNames(this, namespace);
	}

	public RedisConnectionFactory connectionFactory() {
		return this.connectionFactory;
	}

	public String namespace() {
		return this.namespace;
	}

	public String channel(String worker) {
		return this.namespace + ":signal:" + worker;
	}

	public void close() {
		this.names.close();
	}

	/** Refuse a namespace that a newer release wrote. */
	public void requireFormat() {
		this.names.requireFormat();
	}

	public QueueKeys keys(String queue) {
		QueueKeys known = this.keys.get(queue);
		if (known != null) {
			return known;
		}
		QueueKeys made = new QueueKeys(this.namespace, Names.requireQueue(queue));
		// A reader may ask for any name: only a bounded number is kept.
		return (this.keys.size() < 10_000) ? this.keys.computeIfAbsent(queue, (name) -> made) : made;
	}

	/**
	 * Check that Redis takes a value of this size in bytes.
	 * @throws io.jobqueue.store.error.StoreRefusedException if not
	 */
	public void requireRoom(String operation, long bytes) {
		this.bulkLimit.require(operation, bytes);
	}

	/** The keys of the namespace that belong to no queue. */
	public NamespaceKeys shared() {
		return this.shared;
	}

	/** Note that a queue exists, before something is put there. */
	public void note(String queue) {
		this.names.note(queue);
	}

	/**
	 * Note that a worker serves a queue: a full Redis must not keep it from draining.
	 * Answers whether it was noted before, and so not now.
	 */
	public boolean noteIfRoom(String queue) {
		return this.names.noteIfRoom(queue);
	}

	/** Note that a queue exists, whatever was known about it. */
	public void noteAgain(String queue) {
		this.names.drop(queue);
		this.names.note(queue);
	}

	/** As {@link #noteAgain}, as far as there is room. */
	public void noteAgainIfRoom(String queue) {
		this.names.drop(queue);
		this.names.noteIfRoom(queue);
	}

	/** Forget a queue, if there is nothing at all; answers whether it was forgotten. */
	public boolean forget(QueueKeys queue) {
		return this.names.forget(queue);
	}

	public List<String> queues() {
		return this.names.all();
	}

	public List<Object> list(Script script, QueueKeys queue, Collection<byte[]> moreKeys, Collection<?> arguments) {
		List<Object> answer = eval(script, queue, moreKeys, arguments);
		if (answer == null) {
			return List.of();
		}
		if (answer.stream().anyMatch(List.class::isInstance)) {
			// All answers are flat: after a broken connection one may be parts of two.
			throw cut(script);
		}
		return answer;
	}

	/** The answer of a script that answers a given number of parts. */
	public List<Object> answers(int count, Script script, QueueKeys queue, Collection<byte[]> moreKeys,
			Collection<?> arguments) {
		return answer((size) -> size == count, script, queue, moreKeys, arguments);
	}

	/** The answer of a script that has parts by a rule. */
	public List<Object> answer(IntPredicate whole, Script script, QueueKeys queue, Collection<byte[]> moreKeys,
			Collection<?> arguments) {
		List<Object> answer = list(script, queue, moreKeys, arguments);
		if (!whole.test(answer.size())) {
			throw cut(script);
		}
		return answer;
	}

	/** Whether the script had an effect is not known; all scripts may be repeated. */
	private static StoreUnavailableException cut(Script script) {
		return new StoreUnavailableException(
				"The answer of Redis to an attempt to " + script.purpose() + " was cut by a broken connection", null);
	}

	public int count(Script script, QueueKeys queue, Collection<byte[]> moreKeys, Collection<?> arguments) {
		Long answer = eval(script, queue, moreKeys, arguments);
		return (answer != null) ? answer.intValue() : 0;
	}

	public <T> T run(String operation, Function<RedisConnection, @Nullable T> command) {
		try (RedisConnection connection = connect(operation)) {
			T answer = command.apply(connection);
			if (answer == null) {
				throw new IllegalStateException("Redis gave no answer");
			}
			return answer;
		}
		catch (RuntimeException ex) {
			throw RedisFailures.translate(operation, ex);
		}
	}

	/** Any entries of a hash: by a script, as a replica may not know them yet. */
	public Map<String, String> some(QueueKeys queue, byte[] key, int limit) {
		List<Object> answer = answer((size) -> size % 2 == 0, Script.SOME, queue, List.of(key), List.of(limit));
		Map<String, String> entries = new LinkedHashMap<>();
		for (int i = 0; i < answer.size(); i += 2) {
			entries.put(RedisText.string(answer.get(i)), RedisText.string(answer.get(i + 1)));
		}
		return entries;
	}

	/** Send a command for each of many, then wait for all answers. */
	public <T> List<@Nullable Object> pipelined(String operation, List<T> all, BiConsumer<RedisConnection, T> command) {
		if (all.isEmpty()) {
			return List.of();
		}
		List<@Nullable Object> answers = run(operation, (connection) -> {
			connection.openPipeline();
			try {
				all.forEach((each) -> command.accept(connection, each));
			}
			catch (RuntimeException ex) {
				connection.closePipeline();
				throw ex;
			}
			return connection.closePipeline();
		});
		if (answers.size() != all.size()) {
			throw new StoreUnavailableException(
					"The answers of Redis to " + operation + " were cut by a broken connection", null);
		}
		return answers;
	}

	/** Send a script that is known to the server. */
	void send(RedisConnection connection, Script script, String queue, List<byte[]> moreKeys, List<?> arguments) {
		connection.scriptingCommands()
			.evalSha(script.sha(), script.returnType(), script.keys().size() + moreKeys.size(),
					keysAndArguments(script, keys(queue), moreKeys, arguments));
	}

	private byte[][] keysAndArguments(Script script, QueueKeys queue, Collection<byte[]> moreKeys,
			Collection<?> arguments) {
		List<byte[]> all = new ArrayList<>(script.keys().size() + moreKeys.size() + arguments.size() + 2);
		for (Key key : script.keys()) {
			all.add(queue.of(key));
		}
		all.addAll(moreKeys);
		all.add(this.signalPrefix);
		all.add(RedisText.bytes(queue.queue()));
		for (Object argument : arguments) {
			byte[] value = "".equals(argument) ? NOTHING : RedisText.bytes(argument);
			requireRoom(script.purpose(), value.length);
			all.add(value);
		}
		return all.toArray(byte[][]::new);
	}

	private <T> @Nullable T eval(Script script, QueueKeys queue, Collection<byte[]> moreKeys, Collection<?> arguments) {
		byte[][] keysAndArguments = keysAndArguments(script, queue, moreKeys, arguments);
		int keyCount = script.keys().size() + moreKeys.size();
		long sent = System.nanoTime();
		try (RedisConnection connection = connect(script.purpose())) {
			T answer = eval(connection, script, keyCount, keysAndArguments);
			this.deadConnections.answered(queue.queue());
			return answer;
		}
		catch (RuntimeException ex) {
			this.deadConnections.failed(queue.queue(), sent, ex);
			throw RedisFailures.translate(script.purpose(), queue.queue(), ex);
		}
	}

	private RedisConnection connect(String operation) {
		try {
			return this.connectionFactory.getConnection();
		}
		catch (RuntimeException ex) {
			throw RedisFailures.notConnected(operation, ex);
		}
	}

	private <T> @Nullable T eval(RedisConnection connection, Script script, int keyCount, byte[][] keysAndArguments) {
		try {
			return connection.scriptingCommands()
				.evalSha(script.sha(), script.returnType(), keyCount, keysAndArguments);
		}
		catch (RuntimeException ex) {
			// After a restart, a failover or SCRIPT FLUSH the server does not know it.
			if (!RedisFailures.isNoScript(ex)) {
				throw ex;
			}
			return connection.scriptingCommands()
				.eval(script.source(), script.returnType(), keyCount, keysAndArguments);
		}
	}

}
