package photos;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

/**
 * Paints the photos that come with the sample, hills under a sky:
 * {@code java InboxPainter.java src/main/resources/inbox} makes them anew.
 */
final class InboxPainter {

	private static final int PHOTOS = 12;

	private InboxPainter() {
	}

	public static void main(String[] args) throws IOException {
		Path folder = Files.createDirectories(Path.of(args[0]));
		for (int i = 0; i < PHOTOS; i++) {
			String format = (i % 3 == 0) ? "png" : "jpg";
			BufferedImage image = paint(i, 400 + 40 * (i % 4), (i % 2 == 0) ? 300 : 560);
			ImageIO.write(image, format, folder.resolve("hills-%02d.%s".formatted(i + 1, format)).toFile());
		}
	}

	static BufferedImage paint(int seed, int width, int height) {
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = image.createGraphics();
		float hue = seed / (float) PHOTOS;
		graphics.setPaint(new GradientPaint(0, 0, Color.getHSBColor(hue, 0.5f, 0.9f), 0, height, Color.WHITE));
		graphics.fillRect(0, 0, width, height);
		for (int hill = 0; hill < 4; hill++) {
			graphics.setColor(Color.getHSBColor(hue + 0.3f, 0.4f, 0.8f - hill * 0.15f));
			for (int x = 0; x < width; x++) {
				double wave = Math.sin(x / (60.0 + 10 * hill) + seed + 2 * hill);
				int top = (int) (height * (0.45 + 0.13 * hill) + 0.08 * height * wave);
				graphics.fillRect(x, top, 1, height - top);
			}
		}
		graphics.dispose();
		return image;
	}

}
