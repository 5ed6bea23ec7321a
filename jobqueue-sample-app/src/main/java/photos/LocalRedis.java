package photos;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.core.ExecutableProvider;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;

/**
 * A Redis server of this application's own. Connections are made from these details, so
 * the server is stopped after all that uses it. It runs without the launcher that comes
 * with its binary, whose shutdown hook would stop it while jobs still drain.
 */
class LocalRedis implements DataRedisConnectionDetails, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(LocalRedis.class);

	private final Process process;

	private final int port;

	LocalRedis() {
		try {
			this.port = freePort();
			this.process = start(ExecutableProvider.newJarResourceProvider().get(), this.port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No Redis could be started; use one of your own with "
					+ "--spring.profiles.active=redis and REDIS_URL=redis://host:port", ex);
		}
	}

	private static Process start(File executable, int port) throws IOException {
		Process process = new ProcessBuilder(executable.getAbsolutePath(), "--bind", "127.0.0.1", "--port",
				String.valueOf(port), "--save", "", "--maxmemory-policy", "noeviction")
			.redirectErrorStream(true)
			.start();
		BufferedReader log = process.inputReader();
		for (String line = log.readLine(); line != null; line = log.readLine()) {
			if (line.contains("Ready to accept connections")) {
				drain(log);
				return process;
			}
		}
		throw new IOException("'" + executable + "' ended before it was ready");
	}

	private static void drain(BufferedReader log) {
		Thread thread = new Thread(() -> {
			try {
				log.transferTo(Writer.nullWriter());
			}
			catch (IOException ex) {
				logger.debug("The log of Redis has ended", ex);
			}
		}, "local-redis-log");
		thread.setDaemon(true);
		thread.start();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	@Override
	public Standalone getStandalone() {
		return Standalone.of("127.0.0.1", this.port);
	}

	@Override
	public void destroy() throws InterruptedException {
		this.process.destroy();
		this.process.waitFor();
	}

}
