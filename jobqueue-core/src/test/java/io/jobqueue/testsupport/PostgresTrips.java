package io.jobqueue.testsupport;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the round trips to PostgreSQL over connections without encryption: the server
 * ends its answer to each with the message ReadyForQuery.
 */
public final class PostgresTrips {

	private static final int READY_FOR_QUERY = 'Z';

	private static final int HEAD = 4;

	private final AtomicInteger count = new AtomicInteger();

	/** How many there were since the last call. */
	public int take() {
		return this.count.getAndSet(0);
	}

	/** Looks at one connection. */
	Tap tap() {
		return new Tap() {

			private InputStream replies = InputStream.nullInputStream();

			@Override
			public byte[] request(InputStream client) throws IOException {
				return Tap.BYTES.request(client);
			}

			@Override
			public byte[] reply(InputStream server) throws IOException {
				if (!(this.replies instanceof BufferedInputStream)) {
					this.replies = new BufferedInputStream(server, 65_536);
				}
				return message(this.replies);
			}

		};
	}

	private byte[] message(InputStream in) throws IOException {
		int type = in.read();
		byte[] head = in.readNBytes(HEAD);
		if (type == -1 || head.length < HEAD) {
			return new byte[0];
		}
		if (type == READY_FOR_QUERY) {
			this.count.incrementAndGet();
		}
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		message.write(type);
		message.writeBytes(head);
		message.writeBytes(in.readNBytes(ByteBuffer.wrap(head).getInt() - HEAD));
		return message.toByteArray();
	}

	/** A proxy before the server that all tests share. */
	public TcpProxy proxy() {
		return TcpProxy.to(TestPostgres.port(), this::tap);
	}

}
