package io.jobqueue.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Looks at one connection through a {@link TcpProxy}. Each method is called by one
 * thread.
 */
public interface Tap {

	/** Passes everything on as it comes. */
	Tap BYTES = new Tap() {

		@Override
		public byte[] request(InputStream client) throws IOException {
			return some(client);
		}

		@Override
		public byte[] reply(InputStream server) throws IOException {
			return some(server);
		}

		private byte[] some(InputStream in) throws IOException {
			byte[] bytes = new byte[65_536];
			int count = in.read(bytes);
			return Arrays.copyOf(bytes, Math.max(0, count));
		}

	};

	/** What to pass to the server next; none at the end of the connection. */
	byte[] request(InputStream client) throws IOException;

	/** What to pass to the client next; none to break the connection. */
	byte[] reply(InputStream server) throws IOException;

}
