package io.jobqueue.store.redis;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import io.jobqueue.store.redis.access.Script;

/**
 * The scripts of the Redis store, for tests of other packages that watch the wire.
 */
public final class ScriptNames {

	private ScriptNames() {
	}

	/** The names of all scripts by the SHA-1 of their source. */
	public static Map<String, String> bySha() {
		return Arrays.stream(Script.values()).collect(Collectors.toMap(Script::sha, Script::name));
	}

}
