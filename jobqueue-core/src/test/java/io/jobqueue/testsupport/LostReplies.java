package io.jobqueue.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Lets Redis do a command and loses its reply, with the connection. Scripts are known by
 * their names. Safe for use by many threads; {@link #get()} gives the tap of one
 * connection.
 */
public final class LostReplies implements Supplier<Tap> {

	private final Map<String, String> scripts;

	private final AtomicInteger left = new AtomicInteger();

	private final AtomicInteger lost = new AtomicInteger();

	private volatile @Nullable String command;

	/**
	 * Lose none yet.
	 * @param scripts the names of scripts by the SHA-1 of their source
	 */
	public LostReplies(Map<String, String> scripts) {
		this.scripts = Map.copyOf(scripts);
	}

	/** Lose the next replies to a command, or to a script by its name. */
	public void lose(String command, int count) {
		this.command = command;
		this.left.set(count);
	}

	/** How many replies were lost. */
	public int lost() {
		return this.lost.get();
	}

	@Override
	public Tap get() {
		return new Connection();
	}

	private boolean isNext(List<String> words) {
		String wanted = this.command;
		return wanted != null && wanted.equals(name(words)) && this.left.getAndUpdate((n) -> Math.max(0, n - 1)) > 0;
	}

	private String name(List<String> words) {
		String name = words.isEmpty() ? "" : words.get(0).toUpperCase(Locale.ROOT);
		return switch (name) {
			case "EVALSHA" -> this.scripts.getOrDefault(words.get(1), name);
			case "EVAL" -> this.scripts.getOrDefault(sha(words.get(1)), name);
			default -> name;
		};
	}

	private static String sha(String source) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Pairs the replies of one connection with its commands: they come in order. */
	private final class Connection implements Tap {

		private final Queue<Boolean> expected = new ConcurrentLinkedQueue<>();

		private @Nullable RespReader requests;

		private @Nullable RespReader replies;

		@Override
		public byte[] request(InputStream client) throws IOException {
			if (this.requests == null) {
				this.requests = new RespReader(client);
			}
			RespReader.Value command = this.requests.next();
			if (command.bytes().length > 0 && !command.words().get(0).toUpperCase(Locale.ROOT).contains("SUBSCRIBE")) {
				this.expected.add(isNext(command.words()));
			}
			return command.bytes();
		}

		@Override
		public byte[] reply(InputStream server) throws IOException {
			if (this.replies == null) {
				this.replies = new RespReader(server);
			}
			RespReader.Value reply = this.replies.next();
			if (reply.isPush() || !Boolean.TRUE.equals(this.expected.poll())) {
				return reply.bytes();
			}
			if (reply.isError()) {
				// Redis did nothing, so nothing would be lost: another one will be.
				LostReplies.this.left.incrementAndGet();
				return reply.bytes();
			}
			LostReplies.this.lost.incrementAndGet();
			return new byte[0];
		}

	}

}
