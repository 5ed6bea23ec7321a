package io.jobqueue.worker.outcome;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.support.LogText;

import org.jspecify.annotations.Nullable;

/**
 * A stack trace as text of bounded length that shows its origin and its causes: the more
 * causes there are, the fewer frames of each. The number of causes and suppressed
 * exceptions that are read is bounded, and so is the length of each message. Each message
 * is on one line, so that it cannot imitate a part of the trace. Parts of an exception
 * whose methods throw are omitted.
 */
final class StackTraceText {

	private static final int MAX_THROWABLES = 60;

	private static final int MAX_SUPPRESSED = 3;

	/** The numbers of frames, tried in this order until the text fits. */
	private static final int[] FRAMES = { 200, 60, 30, 15, 8, 4, 2, 1, 0 };

	private static final int MAX_MESSAGE = 1000;

	private static final int SHORT_MESSAGE = 100;

	private static final StackTraceElement[] NO_FRAMES = {};

	private StackTraceText() {
	}

	static String of(Throwable error, int max) {
		List<Part> parts = new ArrayList<>();
		int left = walk(error, "", parts, Collections.newSetFromMap(new IdentityHashMap<>()));
		for (int frames : FRAMES) {
			String text = write(parts, frames, MAX_MESSAGE, left);
			if (text.length() <= max) {
				return text;
			}
		}
		return inShort(parts, max, left);
	}

	/**
	 * Collect all causes, each with its first suppressed exceptions. Return how many are
	 * omitted.
	 */
	private static int walk(Throwable error, String indent, List<Part> parts, Set<Throwable> seen) {
		int left = 0;
		String caption = indent;
		StackTraceElement[] around = NO_FRAMES;
		for (Throwable each = error; each != null; each = cause(each, indent, parts)) {
			if (!seen.add(each)) {
				parts.add(new Part(caption + "[seen above] " + each.getClass().getName(), null, around, around));
				return left;
			}
			if (parts.size() >= MAX_THROWABLES) {
				return left + 1;
			}
			parts.add(new Part(caption + each.getClass().getName(), message(each), frames(each), around));
			around = parts.get(parts.size() - 1).frames();
			left += suppressed(each, indent, parts, seen);
			caption = indent + "Caused by: ";
		}
		return left;
	}

	private static int suppressed(Throwable error, String indent, List<Part> parts, Set<Throwable> seen) {
		if (!indent.isEmpty()) {
			return 0;
		}
		Throwable[] suppressed = error.getSuppressed();
		int shown = Math.min(MAX_SUPPRESSED, suppressed.length);
		int left = suppressed.length - shown;
		for (int i = 0; i < shown; i++) {
			left += walk(suppressed[i], "\tSuppressed: ", parts, seen);
		}
		return left;
	}

	private static @Nullable Throwable cause(Throwable error, String indent, List<Part> parts) {
		try {
			return error.getCause();
		}
		catch (Throwable ex) {
			String head = indent + "The cause could not be read: " + ex.getClass().getName();
			parts.add(new Part(head, null, NO_FRAMES, NO_FRAMES));
			return null;
		}
	}

	/**
	 * Return the frames, also of an exception that overrides {@code getStackTrace}.
	 */
	private static StackTraceElement[] frames(Throwable error) {
		try {
			StackTraceElement[] frames = error.getStackTrace();
			return (frames != null && Arrays.stream(frames).noneMatch(Objects::isNull)) ? frames : NO_FRAMES;
		}
		catch (Throwable ex) {
			return NO_FRAMES;
		}
	}

	private static @Nullable String message(Throwable error) {
		try {
			String message = error.getLocalizedMessage();
			if (message == null) {
				return null;
			}
			return LogText.of((message.length() > MAX_MESSAGE) ? StoredText.cut(message, MAX_MESSAGE) + "…" : message);
		}
		catch (Throwable ex) {
			return "its message could not be read: " + ex.getClass().getName();
		}
	}

	private static String write(List<Part> parts, int frames, int maxMessage, int left) {
		StringBuilder text = new StringBuilder();
		parts.forEach((part) -> part.write(text, frames, maxMessage));
		if (left > 0) {
			text.append("… and ").append(left).append(" more causes and suppressed exceptions\n");
		}
		return text.toString();
	}

	/**
	 * Return the heads only. If they do not fit, those in the middle are omitted.
	 */
	private static String inShort(List<Part> parts, int max, int left) {
		String text = write(parts, 0, SHORT_MESSAGE, left);
		if (text.length() <= max) {
			return text;
		}
		int half = (max - 10) / 2;
		int rest = text.length() - half;
		return StoredText.cut(text, half) + "\n…\n"
				+ text.substring(Character.isLowSurrogate(text.charAt(rest)) ? rest + 1 : rest);
	}

	/** One throwable, and the frames of the throwable that it caused. */
	private record Part(String head, @Nullable String message, StackTraceElement[] frames, StackTraceElement[] around) {

		void write(StringBuilder text, int most, int maxMessage) {
			text.append(this.head);
			if (this.message != null) {
				text.append(": ").append(StoredText.cut(this.message, maxMessage));
			}
			text.append('\n');
			int shown = Math.min(most, ownFrames());
			for (int i = 0; i < shown; i++) {
				text.append("\tat ").append(LogText.of(this.frames[i])).append('\n');
			}
			if (shown < this.frames.length) {
				text.append("\t… ").append(this.frames.length - shown).append(" more\n");
			}
		}

		/**
		 * Return the number of frames before those at the end that both stacks share.
		 */
		private int ownFrames() {
			int own = this.frames.length;
			int other = this.around.length;
			while (own > 0 && other > 0 && this.frames[own - 1].equals(this.around[other - 1])) {
				own--;
				other--;
			}
			return own;
		}

	}

}
