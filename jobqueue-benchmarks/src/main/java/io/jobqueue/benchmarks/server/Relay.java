package io.jobqueue.benchmarks.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes bytes between clients and a server of this machine, and counts round trips. One
 * begins when a client sends something after a reply, so a request in several parts is
 * one round trip.
 */
final class Relay implements AutoCloseable {

	private static final int BUFFER = 65_536;

	private final int target;

	private final ServerSocket entrance;

	private final AtomicLong roundTrips = new AtomicLong();

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	Relay(int target) {
		this.target = target;
		try {
			this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("There is no free port for a relay", ex);
		}
		run("relay", this::accept);
	}

	int port() {
		return this.entrance.getLocalPort();
	}

	long roundTrips() {
		return this.roundTrips.get();
	}

	private static void run(String name, Runnable work) {
		Thread thread = new Thread(work, name);
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		try {
			while (true) {
				Socket client = connected(this.entrance.accept());
				Socket server = connected(new Socket(InetAddress.getLoopbackAddress(), this.target));
				AtomicBoolean answered = new AtomicBoolean(true);
				run("relay-to-server", () -> pass(client, server, () -> {
					if (answered.getAndSet(false)) {
						this.roundTrips.incrementAndGet();
					}
				}));
				run("relay-to-client", () -> pass(server, client, () -> answered.set(true)));
			}
		}
		catch (IOException ex) {
			if (!this.entrance.isClosed()) {
				throw new UncheckedIOException("The relay does not pass connections any more", ex);
			}
		}
	}

	private Socket connected(Socket socket) throws IOException {
		this.open.add(socket);
		socket.setTcpNoDelay(true);
		return socket;
	}

	/** Until one of the sockets is closed, which closes the other. */
	private void pass(Socket from, Socket to, Runnable beforeEach) {
		byte[] buffer = new byte[BUFFER];
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int size = in.read(buffer); size >= 0; size = in.read(buffer)) {
				beforeEach.run();
				out.write(buffer, 0, size);
			}
		}
		catch (IOException ex) {
			// The other direction, or an end of it, has closed it.
		}
		finally {
			this.open.remove(from);
			this.open.remove(to);
		}
	}

	@Override
	public void close() {
		try {
			this.entrance.close();
			for (Socket socket : this.open) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The relay did not close", ex);
		}
	}

}
