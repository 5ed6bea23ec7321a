package photos;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The keys under {@code photos}.
 *
 * @param inbox Folder of the photos to work on at start. Default: the photos that come
 * with the sample.
 * @param folder Folder of uploads and thumbnails.
 * @param keep How long thumbnails are kept.
 * @param maxUpload Size up to which an upload is accepted.
 * @param exit Whether to end once the photos of the inbox are done.
 */
@ConfigurationProperties("photos")
record PhotosProperties(@Nullable Path inbox, @DefaultValue("target/photos") Path folder,
		@DefaultValue("1h") Duration keep, @DefaultValue("5MB") DataSize maxUpload,
		@DefaultValue("false") boolean exit) {

	Path originals() {
		return this.folder.resolve("originals").toAbsolutePath();
	}

	Path thumbnails() {
		return this.folder.resolve("thumbnails").toAbsolutePath();
	}

}
