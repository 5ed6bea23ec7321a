package io.jobqueue.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a server on the loopback address and does what networks do
 * on bad days. It passes everything on until told otherwise. Safe for use by many
 * threads.
 */
public final class TcpProxy implements AutoCloseable {

	private final int target;

	private final int port;

	private final Supplier<Tap> taps;

	private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();

	private volatile Duration delay = Duration.ZERO;

	private volatile boolean silent;

	private @Nullable ServerSocket listener;

	private TcpProxy(int target, Supplier<Tap> taps) {
		this.target = target;
		this.taps = taps;
		this.port = accept(0);
	}

	/** A proxy before the server on a port. */
	public static TcpProxy to(int target) {
		return to(target, () -> Tap.BYTES);
	}

	/**
	 * A proxy before the server on a port.
	 * @param taps look at what passes, one for each connection
	 */
	public static TcpProxy to(int target, Supplier<Tap> taps) {
		return new TcpProxy(target, taps);
	}

	public int port() {
		return this.port;
	}

	/** Break all connections that are open; new ones pass. */
	public void cut() {
		this.connections.forEach(ProxiedConnection::close);
	}

	/** Break all connections and refuse new ones. */
	public synchronized void refuse() {
		try {
			ServerSocket open = this.listener;
			this.listener = null;
			if (open != null) {
				open.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		cut();
	}

	/** Hold each answer back for so long, zero for not at all. */
	public void delay(Duration delay) {
		this.delay = delay;
	}

	/**
	 * Leave all connections that are open half-open for ever: bytes are accepted and
	 * never answered, and nobody is told. New ones pass.
	 */
	public void halfOpen() {
		this.connections.forEach(ProxiedConnection::silence);
	}

	/** As {@link #halfOpen()}, and the same for new ones until {@link #heal()}. */
	public void blackhole() {
		this.silent = true;
		halfOpen();
	}

	/**
	 * Serve new connections again, at once. Those that were broken or silenced stay so.
	 */
	public synchronized void heal() {
		this.silent = false;
		this.delay = Duration.ZERO;
		if (this.listener == null) {
			accept(this.port);
		}
	}

	/** How many connections pass through it. */
	public int connections() {
		return this.connections.size();
	}

	@Override
	public void close() {
		refuse();
	}

	private synchronized int accept(int wanted) {
		try {
			ServerSocket open = new ServerSocket();
			open.setReuseAddress(true);
			open.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
			this.listener = open;
			thread("proxy-accept", () -> serve(open));
			return open.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void serve(ServerSocket open) {
		while (!open.isClosed()) {
			try {
				connect(open, open.accept());
			}
			catch (IOException ex) {
				// The listener was closed, or the server refused: the client was told.
				continue;
			}
		}
	}

	private void connect(ServerSocket open, Socket client) throws IOException {
		try {
			Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target);
			ProxiedConnection connection = new ProxiedConnection(client, server, this.taps.get(), () -> this.delay,
					this.connections::remove);
			this.connections.add(connection);
			if (this.silent) {
				connection.silence();
			}
			connection.start();
			if (open.isClosed()) {
				// Refused meanwhile.
				connection.close();
			}
		}
		catch (IOException ex) {
			client.close();
			throw ex;
		}
	}

	static void thread(String name, Runnable action) {
		Thread thread = new Thread(action, name);
		thread.setDaemon(true);
		thread.start();
	}

}
