package photos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
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
			if (Files.getLastModifiedTime(file).compareTo(FileTime.from(limit)) < 0 && Files.deleteIfExists(file)) {
				deleted++;
			}
		}
		return deleted;
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
