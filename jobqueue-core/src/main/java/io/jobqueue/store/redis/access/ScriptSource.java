package io.jobqueue.store.redis.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text of a script: a resource behind the parts that its first line says it uses. It
 * is given those keys of the queue that it names, and no others, since what a script is
 * given and sets up is paid with every call.
 *
 * @param keys the keys of the queue that it is given, before its own
 * @param text all of it
 */
public record ScriptSource(List<Key> keys, String text) {

	private static final String LOCATION = "/io/jobqueue/store/redis/";

	private static final Pattern USES = Pattern.compile("^-- uses (.*)$", Pattern.MULTILINE);

	private static final Pattern COMMENT = Pattern.compile("^\\s*--.*$", Pattern.MULTILINE);

	private static final Pattern CAPITALS = Pattern.compile("\\b[A-Z][A-Z_]+\\b");

	public static ScriptSource of(String name) {
		Set<String> parts = new LinkedHashSet<>();
		addPart("base", parts);
		addPart(name, parts);
		String body = parts.stream().map(ScriptSource::read).collect(Collectors.joining());
		List<Key> keys = keysIn(COMMENT.matcher(body).replaceAll(""));
		return new ScriptSource(keys, header(keys) + body);
	}

	/** Add a part behind those that it uses. */
	private static void addPart(String name, Set<String> parts) {
		Matcher uses = USES.matcher(read(name));
		if (uses.find()) {
			for (String used : uses.group(1).split(", ")) {
				addPart(used, parts);
			}
		}
		parts.add(name);
	}

	private static List<Key> keysIn(String code) {
		Set<String> words = CAPITALS.matcher(code).results().map(MatchResult::group).collect(Collectors.toSet());
		return Arrays.stream(Key.values()).filter((key) -> words.contains(key.name())).toList();
	}

	private static String header(List<Key> keys) {
		StringBuilder header = new StringBuilder();
		for (int i = 0; i < keys.size(); i++) {
			header.append("local ").append(keys.get(i)).append(" = KEYS[").append(i + 1).append("]\n");
		}
		return header.append("local EXTRA, SUPPORTS = ")
			.append(keys.size())
			.append(", ")
			.append(RedisFormat.QUEUE)
			.append('\n')
			.toString();
	}

	private static String read(String name) {
		try (InputStream resource = ScriptSource.class.getResourceAsStream(LOCATION + name + ".lua")) {
			if (resource == null) {
				throw new IllegalStateException("The script '" + LOCATION + name + ".lua' is not on the class path");
			}
			return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The script '" + name + ".lua' cannot be read", ex);
		}
	}

}
