package io.jobqueue.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/**
 * A real Redis server on a free port of the loopback address. {@link #shared()} is one
 * for the whole JVM, kept apart by {@link #namespace()}. {@link #start} gives one of its
 * own, from a jar, to a test that stops or configures it.
 */
public final class TestRedis implements AutoCloseable {

	private static final AtomicInteger NAMESPACES = new AtomicInteger();

	private final int port;

	private final List<String> settings;

	private final LettuceConnectionFactory connectionFactory;

	private @Nullable RedisServer server;

	private TestRedis(int port, List<String> settings, boolean launched) {
		this.port = port;
		this.settings = settings;
		this.server = launched ? launch() : null;
		this.connectionFactory = connect(port);
	}

	/** The server that all tests of this JVM share. */
	public static TestRedis shared() {
		return Shared.SERVER;
	}

	/** A server of its own, with lines of {@code redis.conf}. */
	public static TestRedis start(String... settings) {
		return new TestRedis(freePort(), List.of(settings), true);
	}

	/** A server that is there: its life is not that of this object. */
	public static TestRedis at(TestServer server) {
		return new TestRedis(server.port(), List.of(), false);
	}

	/** A namespace that no other test uses. */
	public static String namespace() {
		return "test" + NAMESPACES.incrementAndGet();
	}

	public String host() {
		return "127.0.0.1";
	}

	public int port() {
		return this.port;
	}

	/** One factory with a shared connection; it ends with the server. */
	public LettuceConnectionFactory connectionFactory() {
		return this.connectionFactory;
	}

	/** Stop the server; its connections break. */
	public void stop() {
		if (this.server == null) {
			throw new IllegalStateException("A test does not stop a server that others share");
		}
		try {
			this.server.stop();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Start it again on the same port, empty unless its settings say otherwise. */
	public void startAgain() {
		this.server = launch();
	}

	@Override
	public void close() {
		this.connectionFactory.destroy();
		if (this.server != null) {
			stop();
		}
	}

	static int freePort() {
		for (int attempt = 0; attempt < 100; attempt++) {
			// The bus of a cluster node listens on the port 10,000 above.
			int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
			if (isFree(port) && isFree(port + 10_000)) {
				return port;
			}
		}
		throw new IllegalStateException("No free port for Redis was found");
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private RedisServer launch() {
		Processes.require();
		try {
			Path directory = Files.createTempDirectory("jobqueue-redis");
			RedisServerBuilder builder = RedisServer.newRedisServer()
				.bind(host())
				.port(this.port)
				.setting("dir " + directory)
				.setting("save \"\"")
				.setting("appendonly no");
			this.settings.forEach(builder::setting);
			RedisServer launched = builder.build();
			launched.start();
			return launched;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private LettuceConnectionFactory connect(int port) {
		LettuceClientConfiguration client = LettuceClientConfiguration.builder()
			.commandTimeout(Duration.ofSeconds(10))
			.shutdownTimeout(Duration.ZERO)
			.build();
		LettuceConnectionFactory factory = new LettuceConnectionFactory(new RedisStandaloneConfiguration(host(), port),
				client);
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

	private static final class Shared {

		private static final TestRedis SERVER = at(TestServers.shared(TestBackend.REDIS));

		static {
			Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
		}

	}

}
