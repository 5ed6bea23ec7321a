package io.jobqueue.testsupport;

/**
 * A server that answers.
 *
 * @param port where it listens, on the loopback address
 * @param isContainer whether clients come to it from another host
 * @param stop ends it
 */
record RunningServer(int port, boolean isContainer, Runnable stop) {

	void close() {
		this.stop.run();
	}

}
