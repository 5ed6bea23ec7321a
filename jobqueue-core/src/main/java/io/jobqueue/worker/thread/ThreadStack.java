package io.jobqueue.worker.thread;

import org.jspecify.annotations.Nullable;

/** The stack of a thread, for a log line. */
public final class ThreadStack {

	private ThreadStack() {
	}

	public static String of(@Nullable Thread thread) {
		if (thread == null) {
			return "";
		}
		StringBuilder text = new StringBuilder(" Its stack:");
		for (StackTraceElement element : thread.getStackTrace()) {
			text.append("\n\tat ").append(element);
		}
		return text.toString();
	}

}
