package io.jobqueue.serialization;

import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

import io.jobqueue.PayloadException;
import io.jobqueue.serialization.PayloadEncryption.Place;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Protects the sensitive values of JSON texts. A stored text has
 * <code>{"@sensitive": value}</code> in place of such a value, or
 * <code>{"@encrypted": text, "key": id}</code> if there is a key. So it can be shown and
 * read where its type is not known. Safe for use by many threads.
 */
final class SensitiveTexts {

	private static final String PLAIN = "@sensitive";

	private static final String ENCRYPTED = "@encrypted";

	private static final String KEY = "key";

	private static final String MASK = "***";

	/** Nobody can put it into a payload, because nobody knows it. */
	private final String mark = "sensitive" + UUID.randomUUID();

	private final JsonMapper mapper;

	private final @Nullable PayloadEncryption encryption;

	/**
	 * Create texts.
	 * @param mapper writes and reads trees without loss
	 * @param encryption encrypts, {@code null} to mark values only
	 */
	SensitiveTexts(JsonMapper mapper, @Nullable PayloadEncryption encryption) {
		this.mapper = mapper;
		this.encryption = encryption;
	}

	/** The name of the property that {@link SensitiveProperties} writes. */
	String mark() {
		return this.mark;
	}

	boolean encrypts() {
		return this.encryption != null;
	}

	/**
	 * Turn a text with marks into its stored form.
	 * @throws PayloadException if a name in it is reserved
	 */
	String protect(String json, TextScope scope) {
		if (!json.contains(this.mark) && !hasStoredForm(json)) {
			return json;
		}
		return write(protect(read(json), "", scope));
	}

	private JsonNode protect(JsonNode node, String path, TextScope scope) {
		JsonNode value = node.get(this.mark);
		if (value == null) {
			requireNotReserved(node, path);
			return rewrite(node, path, (child, at) -> protect(child, at, scope));
		}
		requireAlone(node, path);
		JsonNode plain = withoutMarks(value, path);
		ObjectNode stored = this.mapper.createObjectNode();
		if (this.encryption == null) {
			return stored.set(PLAIN, plain);
		}
		return stored.put(ENCRYPTED, this.encryption.encrypt(write(plain), new Place(scope, path)))
			.put(KEY, this.encryption.activeId());
	}

	private JsonNode withoutMarks(JsonNode node, String path) {
		JsonNode value = node.get(this.mark);
		requireNotReserved(node, path);
		return (value != null) ? withoutMarks(value, path) : rewrite(node, path, this::withoutMarks);
	}

	private static void requireNotReserved(JsonNode node, String path) {
		if (node.has(PLAIN) || node.has(ENCRYPTED)) {
			throw new PayloadException("The value at '%s' has a property '%s', a name that is reserved: rename it"
				.formatted(path, node.has(PLAIN) ? PLAIN : ENCRYPTED));
		}
	}

	private static void requireAlone(JsonNode node, String path) {
		if (node.size() > 1) {
			throw new PayloadException(("The value at '%s' is sensitive, and its type is written beside it: use "
					+ "@JsonTypeInfo with another 'include' than EXTERNAL_PROPERTY")
				.formatted(path));
		}
	}

	/**
	 * Turn a stored text into the text that was written.
	 * @throws PayloadException if a value cannot be decrypted
	 */
	String reveal(String json, TextScope scope) {
		return hasStoredForm(json) ? write(reveal(read(json), "", scope)) : json;
	}

	private JsonNode reveal(JsonNode node, String path, TextScope scope) {
		if (node.size() == 1 && node.has(PLAIN)) {
			return node.get(PLAIN);
		}
		if (node.size() == 2 && node.has(ENCRYPTED) && node.has(KEY)) {
			JsonNode key = node.get(KEY);
			JsonNode text = node.get(ENCRYPTED);
			if (!key.isString() || !EncryptionKey.isId(key.stringValue()) || !text.isString()) {
				throw new PayloadException(
						"The value at '%s' is not in the form of an encrypted value".formatted(path));
			}
			return read(PayloadEncryption.decrypt(this.encryption, key.stringValue(), text.stringValue(),
					new Place(scope, path)));
		}
		return rewrite(node, path, (child, at) -> reveal(child, at, scope));
	}

	/**
	 * Replace the sensitive values of a stored text.
	 * @param names the names of further properties to replace the values of
	 */
	String masked(String json, Set<String> names) {
		// Jackson reads a text without a value, and would write it as null.
		if (json.isBlank() || (names.isEmpty() && !hasStoredForm(json))) {
			return json;
		}
		try {
			return write(masked(this.mapper.readTree(json), "", names));
		}
		catch (JacksonException ex) {
			// What cannot be read may hold such a value anywhere.
			return names.isEmpty() ? json : write(StringNode.valueOf(MASK));
		}
	}

	private JsonNode masked(JsonNode node, String name, Set<String> names) {
		if (names.contains(name) || node.has(PLAIN) || node.has(ENCRYPTED)) {
			return StringNode.valueOf(MASK);
		}
		if (node.isString() && hasName(node.stringValue(), names)) {
			return StringNode.valueOf(MASK);
		}
		return rewrite(node, "", (child, at) -> masked(child, name(at), names));
	}

	/**
	 * Whether a value is itself JSON with such a property, as of a text encoded twice.
	 */
	private static boolean hasName(String value, Set<String> names) {
		if (value.indexOf('"') < 0) {
			return false;
		}
		String text = value.toLowerCase(Locale.ROOT);
		return names.stream().anyMatch((name) -> text.contains('"' + name.toLowerCase(Locale.ROOT)));
	}

	private static String name(String path) {
		return path.substring(path.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
	}

	/** A text that is the same for the same value only. */
	String identity(String json, TextScope scope) {
		if (!hasStoredForm(json)) {
			return json;
		}
		String plain = reveal(json, scope);
		return (this.encryption != null) ? this.encryption.identity(plain) : plain;
	}

	private static boolean hasStoredForm(String json) {
		return json.contains('"' + PLAIN + '"') || json.contains('"' + ENCRYPTED + '"');
	}

	private JsonNode rewrite(JsonNode node, String path, BiFunction<JsonNode, String, JsonNode> change) {
		if (node instanceof ObjectNode object) {
			ObjectNode changed = this.mapper.createObjectNode();
			object.properties()
				.forEach((each) -> changed.set(each.getKey(), change.apply(each.getValue(),
						path + '/' + each.getKey().replace("~", "~0").replace("/", "~1"))));
			return changed;
		}
		if (node instanceof ArrayNode array) {
			ArrayNode changed = this.mapper.createArrayNode();
			for (int i = 0; i < array.size(); i++) {
				changed.add(change.apply(array.get(i), path + '/' + i));
			}
			return changed;
		}
		return node;
	}

	private JsonNode read(String json) {
		try {
			return this.mapper.readTree(json);
		}
		catch (JacksonException ex) {
			throw new PayloadException(
					"JSON text of %d characters cannot be read: %s".formatted(json.length(), JacksonReason.of(ex)));
		}
	}

	private String write(JsonNode node) {
		return this.mapper.writeValueAsString(node);
	}

}
