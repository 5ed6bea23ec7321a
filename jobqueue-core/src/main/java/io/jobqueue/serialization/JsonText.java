package io.jobqueue.serialization;

/** JSON text in a form that every store keeps exactly. */
final class JsonText {

	private JsonText() {
	}

	/**
	 * The same JSON with NUL and unpaired surrogates as escapes. They can only occur in
	 * strings, since the rest of JSON has neither.
	 */
	static String storable(String json) {
		StringBuilder escaped = null;
		int from = 0;
		for (int i = 0; i < json.length(); i++) {
			char next = json.charAt(i);
			// Almost all are skipped by one comparison each way.
			if ((next >= ' ' && next < Character.MIN_SURROGATE) || (next != '\0' && !Character.isSurrogate(next))) {
				continue;
			}
			if (json.codePointAt(i) != next) {
				i++;
				continue;
			}
			escaped = (escaped != null) ? escaped : new StringBuilder(json.length() + 16);
			escaped.append(json, from, i).append("\\u%04x".formatted((int) next));
			from = i + 1;
		}
		return (escaped != null) ? escaped.append(json, from, json.length()).toString() : json;
	}

}
