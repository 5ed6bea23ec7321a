package photos.redis;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.core.ExecutableProvider;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;

/**
 * A Redis server of this application. Connections are made from these details, so the
 * server is stopped after all that uses it. It runs without the launcher that comes with
 * its binary, whose shutdown hook would stop it while jobs still drain.
 * <p>
 * Except on Windows, a shell starts the server and stops it when its own input ends. The
 * operating system ends the input with this process, even if this process is killed.
 */
class LocalRedis implements DataRedisConnectionDetails, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(LocalRedis.class);

	/**
	 * Stops the server when the input ends. Signals for the whole process group, such as
	 * Ctrl-C, are for the application, which still needs the server. {@code setsid} keeps
	 * them from the server where it is installed.
	 */
	private static final String SHELL = """
			trap '' INT TERM HUP
			if command -v setsid > /dev/null; then set -- setsid "$@"; fi
			"$@" &
			cat > /dev/null
			kill $!
			wait $!
			""";

	private static final boolean WINDOWS = File.separatorChar == '\\';

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
		List<String> command = new ArrayList<>(WINDOWS ? List.of() : List.of("sh", "-c", SHELL, "local-redis"));
		command.addAll(List.of(executable.getAbsolutePath(), "--bind", "127.0.0.1", "--port", String.valueOf(port),
				"--save", "", "--maxmemory-policy", "noeviction"));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
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
	public void destroy() throws IOException, InterruptedException {
		this.process.getOutputStream().close();
		if (WINDOWS) {
			this.process.destroy();
		}
		this.process.waitFor();
	}

}
