package io.jobqueue.dashboard.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import io.jobqueue.dashboard.route.DashboardResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StaticFilesTests {

	private static final Path FOLDER = Path.of("src/main/resources/META-INF/jobqueue-dashboard");

	private static final List<String> LIBRARIES = List.of("/lib/lit-html.js", "/lib/uplot.js", "/lib/uplot.css");

	private final StaticFiles files = new StaticFiles();

	@ParameterizedTest
	@ValueSource(strings = { "/../spring.factories", "/views/../app.js", "//app.js", "/views/", "/app.js/", "/APP.js",
			"/lib/other.js", "/views/%2e%2e/app.js", "/app.properties", "" })
	void nothingElseIsServed(String path) {
		assertThat(this.files.find(path, true)).isEmpty();
	}

	/**
	 * More than the first page, which needs neither all views nor the libraries of
	 * charts.
	 */
	@Test
	void wholePageIsSmallOverTheWire() throws IOException {
		long size = 0;
		for (String library : LIBRARIES) {
			size += content(library, true).length;
		}
		for (Path file : files()) {
			size += content("/" + FOLDER.relativize(file), true).length;
		}
		assertThat(size).isBetween(20_000L, 100_000L);
	}

	@Test
	void compressedFileIsTheSameFile() throws IOException {
		DashboardResponse file = this.files.find("/app.js", true).orElseThrow();
		assertThat(file.headers().getFirst("Content-Encoding")).isEqualTo("gzip");
		assertThat(file.headers().getVary()).containsExactly("Accept-Encoding");
		assertThat(file.headers().getETag())
			.isNotEqualTo(this.files.find("/app.js", false).orElseThrow().headers().getETag());
		try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content("/app.js", true)))) {
			assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(FOLDER.resolve("app.js")));
		}
		assertThat(content("/app.js", false)).isEqualTo(Files.readAllBytes(FOLDER.resolve("app.js")));
	}

	/** A template of lit-html shows values as text; these would not. */
	@Test
	void filesHaveNothingThatMakesDataHtmlOrNeedsAWeakerPolicy() throws IOException {
		for (Path file : files()) {
			assertThat(Files.readString(file)).as(file.toString())
				.doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "unsafe", "eval(",
						"new Function", "style=", "onclick=", "http://fonts", "https://");
			assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThan(260);
		}
	}

	@Test
	void viewsAreSmall() throws IOException {
		try (Stream<Path> views = Files.list(FOLDER.resolve("views"))) {
			assertThat(views.toList()).hasSizeGreaterThan(8)
				.allSatisfy((view) -> assertThat(Files.readAllLines(view)).hasSizeLessThan(200));
		}
	}

	private byte[] content(String path, boolean compressed) throws IOException {
		DashboardResponse file = this.files.find(path, compressed).orElseThrow(() -> new AssertionError(path));
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		file.body().writeTo(out);
		return out.toByteArray();
	}

	private static List<Path> files() throws IOException {
		try (Stream<Path> all = Files.walk(FOLDER)) {
			return all.filter(Files::isRegularFile).toList();
		}
	}

}
