package io.jobqueue.testsupport;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a stream of the Redis protocol, in version 2 or 3, into whole values.
 */
final class RespReader {

	private final InputStream in;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final List<String> words = new ArrayList<>();

	RespReader(InputStream in) {
		this.in = new BufferedInputStream(in, 65_536);
	}

	/**
	 * The next value; an empty one at the end of the stream.
	 */
	Value next() throws IOException {
		this.bytes.reset();
		this.words.clear();
		try {
			value();
		}
		catch (EOFException ex) {
			return new Value(new byte[0], List.of());
		}
		return new Value(this.bytes.toByteArray(), List.copyOf(this.words));
	}

	private void value() throws IOException {
		String head = line();
		char type = head.charAt(0);
		switch (type) {
			case '*', '~', '>' -> values(count(head));
			case '%' -> values(2 * count(head));
			case '|' -> values(2 * count(head) + 1);
			case '$', '=', '!' -> text(count(head));
			default -> {
				// The line is the value.
			}
		}
	}

	private void values(int count) throws IOException {
		for (int i = 0; i < count; i++) {
			value();
		}
	}

	private void text(int length) throws IOException {
		if (length < 0) {
			return;
		}
		byte[] text = this.in.readNBytes(length + 2);
		if (text.length < length + 2) {
			throw new EOFException();
		}
		this.bytes.write(text);
		if (this.words.size() < 2) {
			this.words.add(new String(text, 0, length, StandardCharsets.UTF_8));
		}
	}

	private static int count(String head) {
		return Integer.parseInt(head.substring(1));
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		int previous = 0;
		for (int next = this.in.read();; next = this.in.read()) {
			if (next < 0) {
				throw new EOFException();
			}
			this.bytes.write(next);
			if (previous == '\r' && next == '\n') {
				line.setLength(line.length() - 1);
				return line.toString();
			}
			line.append((char) next);
			previous = next;
		}
	}

	/**
	 * One value.
	 *
	 * @param bytes as it came
	 * @param words the first two texts in it: of a command its name and first argument
	 */
	record Value(byte[] bytes, List<String> words) {

		boolean isPush() {
			return this.bytes.length > 0 && this.bytes[0] == '>';
		}

		boolean isError() {
			return this.bytes.length > 0 && this.bytes[0] == '-';
		}

	}

}
