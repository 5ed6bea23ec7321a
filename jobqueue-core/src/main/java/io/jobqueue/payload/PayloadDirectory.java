package io.jobqueue.payload;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.jobqueue.JobId;
import io.jobqueue.store.support.MonotonicIds;

/**
 * The directory of payloads. A volume that is not mounted leaves an empty directory in
 * its place, and its payloads are not gone. So the directory has a file with the time at
 * which it was used first: without this file, or with one of a later time, it is another
 * directory. Safe for use by many threads and processes.
 */
final class PayloadDirectory {

	/** The file with the time, in milliseconds since 1970. */
	static final String MARKER = ".jobqueue-payloads";

	/** The name of a directory in it. */
	private static final Pattern PART = Pattern.compile("[0-9a-f]{2}");

	/** Of a directory that an earlier release has used. */
	private static final long ALWAYS = 0;

	/** Processes that begin together write different times; clocks of hosts differ. */
	private static final Duration MARGIN = Duration.ofMinutes(1);

	private final Path path;

	private volatile Instant since;

	/**
	 * Use a directory, which is made if it does not exist.
	 * @throws IOException if it cannot be made or written
	 */
	PayloadDirectory(Path path, InstantSource clock) throws IOException {
		this.path = path;
		Files.createDirectories(path);
		// Not a temporary file of the JDK, which only its owner may read.
		Path unfinished = path.resolve("check-" + UUID.randomUUID() + FilePayloadStore.UNFINISHED);
		try {
			Files.writeString(unfinished, Long.toString(isUsed() ? ALWAYS : clock.millis()),
					StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
			if (readMarker().isEmpty()) {
				Files.move(unfinished, path.resolve(MARKER), StandardCopyOption.ATOMIC_MOVE);
			}
		}
		finally {
			Files.deleteIfExists(unfinished);
		}
		this.since = readMarker().orElseThrow(() -> notThere());
	}

	/** A new volume can have directories of other names, as {@code lost+found}. */
	private boolean isUsed() throws IOException {
		try (Stream<Path> files = Files.list(this.path)) {
			return files.anyMatch((file) -> PART.matcher(file.getFileName().toString()).matches());
		}
	}

	private Optional<Instant> readMarker() throws IOException {
		try {
			return Optional.of(Instant.ofEpochMilli(Long.parseLong(Files.readString(this.path.resolve(MARKER)))));
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
		catch (NumberFormatException ex) {
			throw new FileSystemException(this.path.resolve(MARKER).toString(), null,
					"Something else has written this file: delete it and start the application again");
		}
	}

	/**
	 * Check that this is the directory that this process has begun with, or one that was
	 * used before.
	 * @throws FileSystemException if not
	 */
	void require() throws IOException {
		Instant found = readMarker().orElseThrow(() -> notThere());
		if (found.isAfter(this.since.plus(MARGIN))) {
			throw new FileSystemException(this.path.toString(), null,
					"It was used first at %s, and the directory of payloads that was here at %s: mount the volume of the payloads"
						.formatted(found, this.since));
		}
		this.since = found;
	}

	/**
	 * Check that the directory was used when a job was dispatched, so that a payload that
	 * is not there is gone.
	 * @throws FileSystemException if not
	 */
	void requireFor(JobId id) throws IOException {
		require();
		Instant dispatched = MonotonicIds.time(id).orElse(Instant.MAX);
		if (dispatched.isBefore(this.since.minus(MARGIN))) {
			throw new FileSystemException(this.path.toString(), null,
					"It was used first at %s, and job '%s' was dispatched at %s: mount the volume of the payloads, or set the directory of the application that dispatched it"
						.formatted(this.since, id, dispatched));
		}
	}

	private FileSystemException notThere() {
		return new FileSystemException(this.path.toString(), null,
				"The directory of payloads does not exist, or has no file '%s': mount the volume of the payloads, or start the application again if the payloads are there"
					.formatted(MARKER));
	}

}
