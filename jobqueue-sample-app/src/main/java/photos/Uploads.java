package photos;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.UUID;

import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Keeps uploads, and refuses what is too large or no image.
 */
@Component
class Uploads {

	private static final long MAX_PIXELS = 50_000_000;

	private final PhotosProperties properties;

	Uploads(PhotosProperties properties) {
		this.properties = properties;
	}

	Photo store(InputStream body) throws IOException {
		int limit = Math.toIntExact(this.properties.maxUpload().toBytes());
		byte[] content = body.readNBytes(limit + 1);
		if (content.length > limit) {
			throw new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE, "A photo has at most " + limit + " bytes");
		}
		String format = formatOf(content);
		Files.createDirectories(this.properties.originals());
		Path file = this.properties.originals().resolve(UUID.randomUUID() + "." + format);
		return new Photo(Files.write(file, content).toString());
	}

	private static String formatOf(byte[] content) throws IOException {
		try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(content))) {
			Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
			if (!readers.hasNext()) {
				throw new ResponseStatusException(HttpStatus.UNSUPPORTED_MEDIA_TYPE,
						"The body is no image: send PNG, JPEG, GIF or BMP");
			}
			ImageReader reader = readers.next();
			reader.setInput(in);
			requirePixels((long) reader.getWidth(0) * reader.getHeight(0));
			return reader.getFormatName().toLowerCase(Locale.ROOT);
		}
		catch (IIOException ex) {
			throw new ResponseStatusException(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The image is damaged", ex);
		}
	}

	private static void requirePixels(long pixels) {
		if (pixels > MAX_PIXELS) {
			throw new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE,
					"A photo has at most " + MAX_PIXELS + " pixels, but this one has " + pixels);
		}
	}

}
