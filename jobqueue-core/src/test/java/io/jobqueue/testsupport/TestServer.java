package io.jobqueue.testsupport;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

/**
 * A server on the loopback address, started when its port is first asked for. It is a
 * container of the image, or else that of a jar: {@link TestServers} decides.
 */
public final class TestServer {

	private final TestBackend backend;

	private final String image;

	private @Nullable RunningServer running;

	private @Nullable RuntimeException failure;

	TestServer(TestBackend backend, String image) {
		this.backend = backend;
		this.image = image;
	}

	/** Where it listens. Skips the test where nothing can serve. */
	public int port() {
		return running().port();
	}

	/**
	 * How grants of MariaDB and MySQL name a user of the tests, with the client's host.
	 */
	public String account(String user) {
		return "%s@'%s'".formatted(user, running().isContainer() ? "%" : "localhost");
	}

	/** A pool of the caller's own, which the caller closes. */
	public HikariDataSource pool(int size) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(TestDatabases.url(this.backend, port()));
		pool.setUsername(TestDatabases.user(this.backend));
		pool.setPassword("");
		pool.setMaximumPoolSize(size);
		return pool;
	}

	/** End it, if it is not the one that all tests share. */
	public void release() {
		if (this != TestServers.shared(this.backend)) {
			stop();
		}
	}

	synchronized void stop() {
		if (this.running != null) {
			this.running.close();
			this.running = null;
		}
	}

	/** What failed once is not tried again: an image that is not there takes minutes. */
	private synchronized RunningServer running() {
		if (this.failure != null) {
			throw this.failure;
		}
		if (this.running == null) {
			try {
				this.running = TestServers.start(this.backend, this.image);
			}
			catch (RuntimeException ex) {
				this.failure = ex;
				throw ex;
			}
		}
		return this.running;
	}

	@Override
	public String toString() {
		return this.image;
	}

}
