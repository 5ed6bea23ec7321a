package io.jobqueue.testsupport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.awaitility.Awaitility;

/**
 * Counts the commands that clients send to a Redis server, as the server receives them.
 * What a script calls is not counted.
 */
public final class SentCommands implements AutoCloseable {

	private final Socket socket;

	private final Map<String, Integer> counts = new ConcurrentHashMap<>();

	private volatile boolean listening;

	private SentCommands(Socket socket) {
		this.socket = socket;
	}

	/** Count from now on. */
	public static SentCommands to(TestRedis redis) {
		try {
			SentCommands counter = new SentCommands(new Socket(redis.host(), redis.port()));
			Thread thread = new Thread(counter::read, "sent-commands");
			thread.setDaemon(true);
			thread.start();
			counter.socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.US_ASCII));
			Awaitility.await().until(() -> counter.listening);
			return counter;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** How often each command was sent. */
	public Map<String, Integer> counts() {
		return new TreeMap<>(this.counts);
	}

	private void read() {
		try {
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(this.socket.getInputStream(), StandardCharsets.UTF_8));
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				if (line.equals("+OK")) {
					this.listening = true;
				}
				else if (!line.contains(" lua] ")) {
					String command = line.substring(line.indexOf("] \"") + 3);
					this.counts.merge(command.substring(0, command.indexOf('"')).toLowerCase(Locale.ROOT), 1,
							Integer::sum);
				}
			}
		}
		catch (IOException ex) {
			if (!this.socket.isClosed()) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
