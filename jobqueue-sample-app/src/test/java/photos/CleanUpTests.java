package photos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class CleanUpTests {

	private static final CleanUp.Request OLD = new CleanUp.Request(Duration.ofHours(1));

	private PhotosProperties properties;

	@BeforeEach
	void folder(@TempDir Path folder) throws IOException {
		this.properties = new PhotosProperties(null, folder, Duration.ofHours(1), DataSize.ofMegabytes(5), false);
		Files.createDirectory(this.properties.thumbnails());
	}

	@Test
	void deletesOldThumbnailsOnly() throws IOException {
		Path old = thumbnail("old.png");
		Files.setLastModifiedTime(old, FileTime.fromMillis(0));
		Path fresh = thumbnail("fresh.png");
		assertThat(new CleanUp(this.properties).deleteOld(OLD)).isOne();
		assertThat(old).doesNotExist();
		assertThat(fresh).exists();
	}

	/** A link to nothing looks like a file that goes between the listing and the look. */
	@Test
	void fileThatHasGoneMeanwhileIsLeftAlone() throws IOException {
		Files.createSymbolicLink(this.properties.thumbnails().resolve("gone.png"), Path.of("nothing"));
		Path old = thumbnail("old.png");
		Files.setLastModifiedTime(old, FileTime.fromMillis(0));
		assertThat(new CleanUp(this.properties).deleteOld(OLD)).isOne();
		assertThat(old).doesNotExist();
	}

	private Path thumbnail(String name) throws IOException {
		return Files.createFile(this.properties.thumbnails().resolve(name));
	}

}
