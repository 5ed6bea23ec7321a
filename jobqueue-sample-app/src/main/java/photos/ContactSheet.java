package photos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import io.jobqueue.JobContext;
import io.jobqueue.annotation.JobTask;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;

/**
 * Writes one page with the thumbnails of all photos, when all of them are done. It
 * follows the batch of these jobs and reads their results.
 */
@Component
class ContactSheet {

	private static final Logger logger = LoggerFactory.getLogger(ContactSheet.class);

	private final PhotosProperties properties;

	ContactSheet(PhotosProperties properties) {
		this.properties = properties;
	}

	@JobTask(queue = "photos")
	String write(String title, JobContext job) throws IOException {
		List<@Nullable ThumbnailSet> photos = job.flow().results(ThumbnailSet.class);
		String images = photos.stream()
			.filter(Objects::nonNull)
			.map((photo) -> "<img src=\"%s\" alt=\"%s\">".formatted(
					HtmlUtils.htmlEscape(Path.of(photo.files().get(0)).getFileName().toString()),
					HtmlUtils.htmlEscape(photo.photo())))
			.collect(Collectors.joining("\n"));
		Path page = this.properties.thumbnails().resolve("index.html");
		Files.createDirectories(this.properties.thumbnails());
		Files.writeString(page,
				"<!doctype html><title>%s</title>%n%s%n".formatted(HtmlUtils.htmlEscape(title), images));
		logger.info("The contact sheet of {} photos is {}", photos.size(), page);
		return page.toString();
	}

}
