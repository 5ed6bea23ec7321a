package io.jobqueue.worker.attempt;

import org.jspecify.annotations.Nullable;

import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.stack.StackRequests;

/** The stacks of the threads of an attempt, as text for people. */
final class AttemptStacks {

	private static final String CUT = "\n…";

	private AttemptStacks() {
	}

	static String of(AttemptContext attempt) {
		StringBuilder text = new StringBuilder();
		Thread handler = attempt.handler();
		if (handler == null) {
			text.append("No thread runs the handler: it waits for a thread, or for the stage that it has returned.\n");
		}
		append(handler, text);
		attempt.children().stream().filter((thread) -> thread != handler).forEach((thread) -> append(thread, text));
		String whole = text.toString().stripTrailing();
		return (whole.length() <= StackRequests.LONGEST_ANSWER) ? whole
				: StoredText.cut(whole, StackRequests.LONGEST_ANSWER - CUT.length()) + CUT;
	}

	private static void append(@Nullable Thread thread, StringBuilder text) {
		if (thread == null || text.length() > StackRequests.LONGEST_ANSWER) {
			return;
		}
		text.append('"').append(thread.getName()).append("\" ").append(thread.getState()).append('\n');
		for (StackTraceElement element : thread.getStackTrace()) {
			text.append("\tat ").append(element).append('\n');
		}
		text.append('\n');
	}

}
