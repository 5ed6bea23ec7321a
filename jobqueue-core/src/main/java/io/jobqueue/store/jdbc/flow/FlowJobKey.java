package io.jobqueue.store.jdbc.flow;

import io.jobqueue.FlowId;

/**
 * The key of a place of a flow: the flow, a colon, and the number in seven digits. One
 * column is found by the same statements as jobs are, in the order of the places.
 */
final class FlowJobKey {

	private static final int DIGITS = 7;

	private FlowJobKey() {
	}

	static String of(FlowId flow, int place) {
		String number = String.valueOf(place);
		return flow.value() + ":" + "0".repeat(Math.max(0, DIGITS - number.length())) + number;
	}

	/** Behind all keys of a flow: the character after the colon. */
	static String end(FlowId flow) {
		return flow.value() + ";";
	}

	static int place(String key) {
		return Integer.parseInt(key, key.indexOf(':') + 1, key.length(), 10);
	}

}
