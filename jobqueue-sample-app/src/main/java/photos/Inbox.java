package photos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The photos to work on at start.
 */
@Component
class Inbox {

	private final PhotosProperties properties;

	Inbox(PhotosProperties properties) {
		this.properties = properties;
	}

	List<Photo> photos() throws IOException {
		Path folder = this.properties.inbox();
		if (folder == null) {
			return shipped();
		}
		if (!Files.isDirectory(folder)) {
			throw new IllegalArgumentException(
					"'photos.inbox' is '" + folder + "', which is no folder; name one that holds images");
		}
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter(Files::isRegularFile).sorted().map(Inbox::photo).toList();
		}
	}

	private List<Photo> shipped() throws IOException {
		Files.createDirectories(this.properties.originals());
		List<Photo> photos = new ArrayList<>();
		for (Resource image : new PathMatchingResourcePatternResolver().getResources("classpath:/inbox/*.*")) {
			Path file = this.properties.originals().resolve(String.valueOf(image.getFilename()));
			try (InputStream in = image.getInputStream()) {
				Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
			}
			photos.add(photo(file));
		}
		return photos;
	}

	private static Photo photo(Path file) {
		return new Photo(file.toAbsolutePath().toString());
	}

}
