package io.jobqueue.testsupport;

/**
 * A database server that tests may end and start again with the data it had.
 */
public interface DatabaseProcess extends AutoCloseable {

	int port();

	/** As a restart of the service does. */
	void stop();

	/** As {@code kill -9}, of it and all that it started. */
	void kill();

	/** Start it on the same port with the data it left; answers when it serves. */
	void startAgain();

	@Override
	void close();

}
