package io.jobqueue.store.redis;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Consumer;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisScriptingCommands;

/**
 * Connections that call back before each script, with its name.
 */
final class ScriptSteps {

	private static final Map<String, String> NAMES = ScriptNames.bySha();

	private ScriptSteps() {
	}

	static RedisConnectionFactory before(RedisConnectionFactory factory, Consumer<String> step) {
		return proxy(RedisConnectionFactory.class, factory, (method, arguments, answer) -> {
			if (!method.getName().equals("getConnection")) {
				return answer.call();
			}
			return proxy(RedisConnection.class, (RedisConnection) answer.call(), (called, with, result) -> {
				if (!called.getName().equals("scriptingCommands")) {
					return result.call();
				}
				return proxy(RedisScriptingCommands.class, (RedisScriptingCommands) result.call(),
						(script, parts, reply) -> {
							if (script.getName().equals("evalSha")) {
								step.accept(NAMES.get(parts[0]));
							}
							return reply.call();
						});
			});
		});
	}

	private static <T> T proxy(Class<T> type, T target, Interception interception) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> interception.call(method, arguments, () -> {
					try {
						return method.invoke(target, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				})));
	}

	private interface Interception {

		Object call(Method method, Object[] arguments, Answer answer) throws Throwable;

	}

	private interface Answer {

		Object call() throws Throwable;

	}

}
