package io.jobqueue.testsupport;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One connection through a {@link TcpProxy}: two threads, one a direction.
 */
final class ProxiedConnection {

	private final Socket client;

	private final Socket server;

	private final Tap tap;

	private final Supplier<Duration> delay;

	private final Consumer<ProxiedConnection> closed;

	private final CountDownLatch over = new CountDownLatch(1);

	private volatile boolean silent;

	ProxiedConnection(Socket client, Socket server, Tap tap, Supplier<Duration> delay,
			Consumer<ProxiedConnection> closed) throws IOException {
		this.client = client;
		this.server = server;
		this.tap = tap;
		this.delay = delay;
		this.closed = closed;
		client.setTcpNoDelay(true);
		server.setTcpNoDelay(true);
	}

	void start() {
		TcpProxy.thread("proxy-requests", () -> run(this::requests));
		TcpProxy.thread("proxy-replies", () -> run(this::replies));
	}

	/** From now on nothing passes, and nobody is told. */
	void silence() {
		this.silent = true;
	}

	synchronized void close() {
		if (this.over.getCount() == 0) {
			return;
		}
		this.over.countDown();
		try {
			// A reset, as of a host that is gone: what is under way is lost.
			this.client.setSoLinger(true, 0);
		}
		catch (SocketException ex) {
			// The client was first to go.
			this.silent = false;
		}
		close(this.client);
		close(this.server);
		this.closed.accept(this);
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void run(Direction direction) {
		try {
			direction.pass();
		}
		catch (IOException ex) {
			// Either side is gone, and so is the other.
		}
		if (!this.silent) {
			close();
		}
	}

	private void requests() throws IOException {
		OutputStream out = this.server.getOutputStream();
		byte[] bytes = this.tap.request(this.client.getInputStream());
		while (bytes.length > 0) {
			if (!this.silent) {
				out.write(bytes);
			}
			bytes = this.tap.request(this.client.getInputStream());
		}
		if (this.silent) {
			close();
		}
	}

	private void replies() throws IOException {
		OutputStream out = this.client.getOutputStream();
		byte[] bytes = this.tap.reply(this.server.getInputStream());
		while (bytes.length > 0) {
			hold();
			if (!this.silent) {
				out.write(bytes);
			}
			bytes = this.tap.reply(this.server.getInputStream());
		}
	}

	private void hold() throws IOException {
		try {
			long nanos = this.delay.get().toNanos();
			if (nanos > 0 && this.over.await(nanos, TimeUnit.NANOSECONDS)) {
				throw new IOException("The connection was cut while an answer was held back");
			}
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	private interface Direction {

		void pass() throws IOException;

	}

}
