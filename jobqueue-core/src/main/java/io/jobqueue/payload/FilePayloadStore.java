package io.jobqueue.payload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.jobqueue.JobId;
import io.jobqueue.PayloadStore;

import org.jspecify.annotations.Nullable;

/**
 * Payloads in files, one for each, in 256 directories below one that all applications
 * share. A file is written under another name first, so that a crash leaves no half of a
 * payload. A volume that is not mounted is told from payloads that are gone, see
 * {@link PayloadDirectory}. Safe for use by many threads and processes.
 */
public final class FilePayloadStore implements PayloadStore {

	private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,200}");

	private static final int DIRECTORIES = 256;

	private static final String PAYLOAD = ".json";

	/** What an interrupted put leaves. */
	static final String UNFINISHED = ".tmp";

	private final Path directory;

	private final PayloadDirectory root;

	private final InstantSource clock;

	/**
	 * Create a store.
	 * @param directory where the payloads are; it is made if it does not exist
	 * @param clock the clock of the file system
	 * @throws UncheckedIOException if the directory cannot be made or written
	 */
	public FilePayloadStore(Path directory, InstantSource clock) {
		this.directory = directory;
		this.clock = clock;
		this.root = attempt("written", directory, () -> new PayloadDirectory(directory, clock));
	}

	@Override
	public void put(JobId id, String payload) {
		Path file = file(id);
		attempt("written", file, () -> {
			this.root.require();
			Files.createDirectories(file.resolveSibling(""));
			Path unfinished = file.resolveSibling(id.value() + UNFINISHED);
			try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.CREATE,
					StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
				ByteBuffer bytes = ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8));
				while (bytes.hasRemaining()) {
					channel.write(bytes);
				}
				channel.force(true);
			}
			return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		});
	}

	@Override
	public @Nullable String get(JobId id) {
		Path file = file(id);
		return attempt("read", file, () -> {
			try {
				return Optional.of(Files.readString(file));
			}
			catch (NoSuchFileException ex) {
				this.root.requireFor(id);
				return Optional.<String>empty();
			}
		}).orElse(null);
	}

	@Override
	public void delete(Collection<JobId> ids) {
		for (JobId id : ids) {
			Path file = file(id);
			attempt("deleted", file, () -> Files.deleteIfExists(file));
		}
	}

	@Override
	public List<JobId> olderThan(Duration age, @Nullable JobId after, int limit) {
		Instant before = this.clock.instant().minus(age);
		List<JobId> found = new ArrayList<>();
		for (int i = (after != null) ? number(after) : 0; i < DIRECTORIES && found.size() < limit; i++) {
			String behind = (after != null && i == number(after)) ? after.value() : "";
			for (String name : names(i)) {
				if (isPayload(name, i) && withoutEnd(name).compareTo(behind) > 0 && found.size() < limit
						&& isOlder(directory(i).resolve(name), before)) {
					found.add(new JobId(withoutEnd(name)));
				}
				if (name.endsWith(UNFINISHED)) {
					deleteUnfinished(directory(i).resolve(name), before);
				}
			}
		}
		return found;
	}

	private List<String> names(int number) {
		Path names = directory(number);
		return attempt("listed", names, () -> {
			this.root.require();
			if (!Files.isDirectory(names)) {
				return List.of();
			}
			try (Stream<Path> files = Files.list(names)) {
				// By the ids: the ends of names would change the order of some.
				return files.map((file) -> file.getFileName().toString())
					.sorted((one, other) -> withoutEnd(one).compareTo(withoutEnd(other)))
					.toList();
			}
		});
	}

	/** Other files are none of this store, and are left alone. */
	private static boolean isPayload(String name, int directory) {
		return name.endsWith(PAYLOAD) && ID.matcher(withoutEnd(name)).matches()
				&& number(new JobId(withoutEnd(name))) == directory;
	}

	private static String withoutEnd(String name) {
		return name.endsWith(PAYLOAD) ? name.substring(0, name.length() - PAYLOAD.length()) : name;
	}

	private static boolean isOlder(Path file, Instant before) {
		return attempt("read", file, () -> {
			try {
				return Files.getLastModifiedTime(file).toInstant().isBefore(before);
			}
			catch (NoSuchFileException ex) {
				// Another worker has deleted it.
				return false;
			}
		});
	}

	private static void deleteUnfinished(Path file, Instant before) {
		if (isOlder(file, before)) {
			attempt("deleted", file, () -> Files.deleteIfExists(file));
		}
	}

	private Path file(JobId id) {
		if (!ID.matcher(id.value()).matches()) {
			throw new UncheckedIOException(new IOException(
					"No file can be named after job '%s': only letters, digits, '.', '_' and '-' are allowed"
						.formatted(id)));
		}
		return directory(number(id)).resolve(id.value() + PAYLOAD);
	}

	private Path directory(int number) {
		return this.directory.resolve("%02x".formatted(number));
	}

	private static int number(JobId id) {
		return Math.floorMod(id.value().hashCode(), DIRECTORIES);
	}

	private static <T> T attempt(String action, Path path, Action<T> work) {
		try {
			return work.run();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("'%s' cannot be %s: %s".formatted(path, action, ex), ex);
		}
	}

	/** Something that the file system does. */
	@FunctionalInterface
	private interface Action<T> {

		T run() throws IOException;

	}

}
