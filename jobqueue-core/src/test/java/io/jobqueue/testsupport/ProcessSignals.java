package io.jobqueue.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Does to processes what Java cannot by itself.
 */
public final class ProcessSignals {

	private ProcessSignals() {
	}

	/** Let a process stand still, its connections open. */
	public static void freeze(Process process) {
		send("STOP", process);
	}

	/** Let it go on. */
	public static void thaw(Process process) {
		send("CONT", process);
	}

	/** As {@code kill -9} of a process and all that it started. */
	static void killWithChildren(ProcessHandle process) {
		List<ProcessHandle> children = process.descendants().toList();
		process.destroyForcibly();
		children.forEach(ProcessHandle::destroyForcibly);
		process.onExit().join();
		children.forEach((child) -> child.onExit().join());
	}

	private static void send(String signal, Process process) {
		try {
			int status = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
			if (status != 0) {
				throw new IllegalStateException("kill -" + signal + " ended with " + status);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
