package io.jobqueue.dashboard.api.job;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

import io.jobqueue.autoconfigure.properties.DashboardProperties.Payloads;
import io.jobqueue.dashboard.route.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Shows payloads, results, headers and texts of progress as the configuration allows. */
final class StoredText {

	private static final int LONGEST = 64 * 1024;

	static final String MASK = "***";

	private final Payloads payloads;

	StoredText(Payloads payloads) {
		this.payloads = payloads;
	}

	/**
	 * Return what may be shown of a payload or a result.
	 * @return the text, {@code null} if there is none or it is hidden
	 */
	@Nullable Shown of(@Nullable String json) {
		return of(json, LONGEST);
	}

	/**
	 * Return what may be shown of a payload or a result.
	 * @param longest how many characters at most, if this is less than those of a text
	 * that is shown by itself
	 * @return the text, {@code null} if there is none or it is hidden
	 */
	@Nullable Shown of(@Nullable String json, int longest) {
		if (json == null || this.payloads == Payloads.HIDDEN) {
			return null;
		}
		String text = (this.payloads == Payloads.MASKED) ? masked(json) : json;
		long size = json.getBytes(StandardCharsets.UTF_8).length;
		int length = Math.min(longest, LONGEST);
		String beginning = beginning(text, length);
		return new Shown(beginning, size, beginning.length() < text.length());
	}

	/** Not cut inside a surrogate pair. */
	private static String beginning(String text, int length) {
		if (text.length() <= length) {
			return text;
		}
		return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
	}

	/**
	 * Return what may be shown of a text that a handler made, {@code null} for nothing.
	 */
	@Nullable String line(@Nullable String text) {
		return (text == null || this.payloads == Payloads.HIDDEN) ? null
				: (this.payloads == Payloads.MASKED) ? MASK : text;
	}

	/** Return what may be shown of headers: always their names. */
	Map<String, String> of(Map<String, String> headers) {
		Map<String, String> shown = new TreeMap<>(headers);
		if (this.payloads != Payloads.SHOWN) {
			shown.replaceAll((name, value) -> MASK);
		}
		return shown;
	}

	private static String masked(String json) {
		try {
			return new String(Json.bytes(masked(Json.read(json))), StandardCharsets.UTF_8);
		}
		catch (JacksonException ex) {
			return MASK;
		}
	}

	private static JsonNode masked(JsonNode node) {
		JsonNodeFactory nodes = JsonNodeFactory.instance;
		if (node.isObject()) {
			var object = nodes.objectNode();
			node.properties().forEach((entry) -> object.set(entry.getKey(), masked(entry.getValue())));
			return object;
		}
		if (node.isArray()) {
			var array = nodes.arrayNode();
			node.forEach((element) -> array.add(masked(element)));
			return array;
		}
		return node.isNull() ? node : nodes.stringNode(MASK);
	}

	/**
	 * A text, or the beginning of a long one.
	 *
	 * @param text the text
	 * @param size the size of the whole as it is stored, in bytes
	 * @param cut whether this is only the beginning
	 */
	record Shown(String text, long size, boolean cut) {
	}

}
