package photos;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import javax.imageio.ImageIO;

/**
 * A photo that can be scaled.
 */
final class Image {

	private final BufferedImage pixels;

	private Image(BufferedImage pixels) {
		this.pixels = pixels;
	}

	/**
	 * Read an image.
	 * @throws IllegalArgumentException if the file holds none, which no retry can help
	 */
	static Image read(Path file) throws IOException {
		BufferedImage pixels = ImageIO.read(file.toFile());
		if (pixels == null) {
			throw new IllegalArgumentException(
					"'" + file + "' is no image that can be read: use PNG, JPEG, GIF or BMP");
		}
		return new Image(pixels);
	}

	String size() {
		return this.pixels.getWidth() + " x " + this.pixels.getHeight() + " pixels";
	}

	/** Write a copy whose longer side has a length, to a file that appears whole. */
	Path writeScaled(int longerSide, Path target) throws IOException {
		Path unfinished = Files.createTempFile(target.getParent(), "unfinished-", ".png");
		try {
			ImageIO.write(scaled(longerSide), "png", unfinished.toFile());
			return Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(unfinished);
		}
	}

	private BufferedImage scaled(int longerSide) {
		double factor = (double) longerSide / Math.max(this.pixels.getWidth(), this.pixels.getHeight());
		int width = Math.max(1, (int) Math.round(this.pixels.getWidth() * factor));
		int height = Math.max(1, (int) Math.round(this.pixels.getHeight() * factor));
		BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
		Graphics2D graphics = scaled.createGraphics();
		graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
		graphics.drawImage(this.pixels, 0, 0, width, height, null);
		graphics.dispose();
		return scaled;
	}

}
