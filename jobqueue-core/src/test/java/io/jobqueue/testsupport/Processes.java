package io.jobqueue.testsupport;

/**
 * Whether tests may start servers and other processes. The profile {@code fast} sets
 * {@code test.processes} to {@code false} and excludes the tests with the tag
 * {@code process}.
 */
public final class Processes {

	private Processes() {
	}

	/**
	 * Require that a test may start a process.
	 * @throws IllegalStateException if it may not
	 */
	public static void require() {
		if ("false".equals(System.getProperty("test.processes"))) {
			throw new IllegalStateException("A test starts a server or another process although test.processes is "
					+ "false. Add @Tag(\"process\") to its class");
		}
	}

}
