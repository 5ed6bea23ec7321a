package io.jobqueue.testsupport;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the round trips to PostgreSQL over connections without encryption: the server
 * ends its answer to each with the message ReadyForQuery. The BEGIN of the driver is
 * none: it sends the first statement of the transaction right after it.
 */
public final class PostgresTrips {

	private static final int READY_FOR_QUERY = 'Z';

	private static final int COMMAND_COMPLETE = 'C';

	private static final int EMPTY_QUERY_RESPONSE = 'I';

	private static final int PARAMETER_STATUS = 'S';

	private static final int NOTICE = 'N';

	private static final int BACKEND_KEY_DATA = 'K';

	private static final Set<String> UNCOUNTED = Set.of("BEGIN", "SET", "SHOW");

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

			private boolean counts;

			@Override
			public byte[] request(InputStream client) throws IOException {
				return Tap.BYTES.request(client);
			}

			@Override
			public byte[] reply(InputStream server) throws IOException {
				if (!(this.replies instanceof BufferedInputStream)) {
					this.replies = new BufferedInputStream(server, 65_536);
				}
				byte[] message = message(this.replies);
				if (message.length > 0 && message[0] == READY_FOR_QUERY && this.counts) {
					PostgresTrips.this.count.incrementAndGet();
				}
				if (!isUnasked(message)) {
					this.counts = message.length > 0 && counts(message);
				}
				return message;
			}

		};
	}

	/** A new connection is told its settings before the end of an answer. */
	private static boolean isUnasked(byte[] message) {
		return message.length > 0 && (message[0] == PARAMETER_STATUS || message[0] == NOTICE);
	}

	/** Whether the end of an answer counts, by the message before it. */
	private static boolean counts(byte[] message) {
		return switch (message[0]) {
			case BACKEND_KEY_DATA, EMPTY_QUERY_RESPONSE -> false;
			case COMMAND_COMPLETE -> !UNCOUNTED
				.contains(new String(message, HEAD + 1, message.length - HEAD - 2, StandardCharsets.US_ASCII));
			default -> true;
		};
	}

	private static byte[] message(InputStream in) throws IOException {
		int type = in.read();
		byte[] head = in.readNBytes(HEAD);
		if (type == -1 || head.length < HEAD) {
			return new byte[0];
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
