package photos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.jobqueue.annotation.JobTask;

import org.springframework.stereotype.Component;

/**
 * Deletes old thumbnails: a task as a method of a bean.
 */
@Component
class CleanUp {

	private final PhotosProperties properties;

	CleanUp(PhotosProperties properties) {
		this.properties = properties;
	}

	/** What to delete: thumbnails that are older than this. */
	record Request(Duration olderThan) {
	}

	@JobTask(name = "clean-up", queue = "photos")
	int deleteOld(Request request) throws IOException {
		Instant limit = Clock.systemUTC().instant().minus(request.olderThan());
		int deleted = 0;
		for (Path file : thumbnails()) {
			if (isOlder(file, limit) && Files.deleteIfExists(file)) {
				deleted++;
			}
		}
		return deleted;
	}

	/** A file that has gone meanwhile, as unfinished thumbnails do, is not. */
	private static boolean isOlder(Path file, Instant limit) throws IOException {
		try {
			return Files.getLastModifiedTime(file).toInstant().isBefore(limit);
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	private List<Path> thumbnails() throws IOException {
		if (Files.notExists(this.properties.thumbnails())) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(this.properties.thumbnails())) {
			return files.toList();
		}
	}

}
