package io.jobqueue.store.redis.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text of a script: a resource behind the parts that its first line says it uses. It
 * is given those keys of the queue that it names, and no others.
 * <p>
 * Redis runs the whole text with every call, so what it sets up is paid each time. Names
 * of keys and constants are replaced by what they stand for: as local variables, they
 * would slow down each function that is made behind them.
 *
 * @param keys the keys of the queue that it is given, before its own
 * @param text all of it
 */
public record ScriptSource(List<Key> keys, String text) {

	private static final String LOCATION = "/io/jobqueue/store/redis/";

	private static final Pattern USES = Pattern.compile("^-- uses (.*)$", Pattern.MULTILINE);

	private static final String NAME = "[A-Z][A-Z_]+";

	private static final String LITERAL = "(?:\\d+|'[^'\\n]*')";

	private static final Pattern CONSTANTS = Pattern.compile(
			"^local (" + NAME + "(?:, " + NAME + ")*) = (" + LITERAL + "(?:, " + LITERAL + ")*)\\n", Pattern.MULTILINE);

	/** Names in capitals, and what looks like one but is none: comments and strings. */
	private static final Pattern WORDS = Pattern.compile("--.*|'(?:[^'\\\\\\n]|\\\\.)*'|\\b(" + NAME + ")\\b");

	public static ScriptSource of(String name) {
		Set<String> parts = new LinkedHashSet<>();
		addPart("base", parts);
		addPart(name, parts);
		String text = parts.stream().map(ScriptSource::read).collect(Collectors.joining());
		Map<String, String> values = new HashMap<>();
		String body = withoutConstants(text, values);
		List<Key> keys = keysIn(body);
		for (int i = 0; i < keys.size(); i++) {
			define(keys.get(i).name(), "KEYS[" + (i + 1) + "]", values);
		}
		define("EXTRA", String.valueOf(keys.size()), values);
		define("SUPPORTS", String.valueOf(RedisFormat.QUEUE), values);
		return new ScriptSource(keys, WORDS.matcher(body)
			.replaceAll((word) -> Matcher.quoteReplacement(values.getOrDefault(word.group(), word.group()))));
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

	/** Take the definitions of constants out of a text. */
	private static String withoutConstants(String text, Map<String, String> values) {
		return CONSTANTS.matcher(text).replaceAll((definition) -> {
			String[] names = definition.group(1).split(", ");
			String[] literals = definition.group(2).split(", ");
			if (names.length != literals.length) {
				throw new IllegalStateException("A script has names without a value: " + definition.group());
			}
			for (int i = 0; i < names.length; i++) {
				define(names[i], literals[i], values);
			}
			return "";
		});
	}

	private static void define(String name, String value, Map<String, String> values) {
		if (values.put(name, value) != null) {
			throw new IllegalStateException("A script has two values for '" + name + "'");
		}
	}

	private static List<Key> keysIn(String body) {
		Set<String> words = WORDS.matcher(body).results().map(MatchResult::group).collect(Collectors.toSet());
		return Arrays.stream(Key.values()).filter((key) -> words.contains(key.name())).toList();
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
