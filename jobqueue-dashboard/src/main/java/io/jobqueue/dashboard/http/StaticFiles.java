package io.jobqueue.dashboard.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

import io.jobqueue.dashboard.route.DashboardResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * The files of the page. They are outside the folders that Spring Boot serves, so that
 * only the dashboard serves them. A path has a fixed form, so none leads elsewhere.
 */
final class StaticFiles {

	private static final String FOLDER = "META-INF/jobqueue-dashboard";

	/**
	 * The files of libraries. The version in the path of a WebJar is that of the
	 * dependency.
	 */
	private static final Map<String, String> LIBRARIES = Map.of("/lib/lit-html.js", "lit-html/*/lit-html.js",
			"/lib/uplot.js", "uplot/*/dist/uPlot.iife.min.js", "/lib/uplot.css", "uplot/*/dist/uPlot.min.css");

	private static final Pattern PATH = Pattern.compile("/(?:views/)?[a-z][a-z0-9-]*\\.(?<type>html|js|css|svg)");

	private static final Map<String, MediaType> TYPES = Map.of("html",
			MediaType.parseMediaType("text/html;charset=utf-8"), "js",
			MediaType.parseMediaType("text/javascript;charset=utf-8"), "css",
			MediaType.parseMediaType("text/css;charset=utf-8"), "svg", MediaType.parseMediaType("image/svg+xml"));

	private final Map<String, StaticFile> found = new ConcurrentHashMap<>();

	/**
	 * Return a file; empty if there is none.
	 * @param path its path
	 * @param compressed whether the browser reads content that is compressed by gzip
	 */
	Optional<DashboardResponse> find(String path, boolean compressed) {
		StaticFile known = this.found.get(path);
		if (known == null) {
			known = read(path);
			if (known == null) {
				return Optional.empty();
			}
			this.found.put(path, known);
		}
		return Optional.of(compressed ? known.compressed() : known.plain());
	}

	private static @Nullable StaticFile read(String path) {
		String library = LIBRARIES.get(path);
		if (library != null) {
			return file(library(library), path.substring(path.lastIndexOf('.') + 1));
		}
		Matcher matcher = PATH.matcher(path);
		if (!matcher.matches()) {
			return null;
		}
		Resource file = new ClassPathResource(FOLDER + path, StaticFiles.class.getClassLoader());
		return file.exists() ? file(file, matcher.group("type")) : null;
	}

	private static Resource library(String pattern) {
		try {
			Resource[] all = new PathMatchingResourcePatternResolver(StaticFiles.class.getClassLoader())
				.getResources("classpath*:META-INF/resources/webjars/" + pattern);
			if (all.length == 0) {
				throw new IllegalStateException("The dependency org.webjars.npm:%s is missing"
					.formatted(pattern.substring(0, pattern.indexOf('/'))));
			}
			return all[0];
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static StaticFile file(Resource file, String type) {
		try {
			MediaType mediaType = TYPES.get(type);
			return StaticFile.of((mediaType != null) ? mediaType : MediaType.APPLICATION_OCTET_STREAM,
					file.getContentAsByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A file in both forms.
	 *
	 * @param plain the file
	 * @param compressed the file as gzip
	 */
	private record StaticFile(DashboardResponse plain, DashboardResponse compressed) {

		static StaticFile of(MediaType type, byte[] content) throws IOException {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
				gzip.write(content);
			}
			StaticFile file = new StaticFile(DashboardResponse.of(200, type, content),
					DashboardResponse.of(200, type, bytes.toByteArray()));
			file.compressed.headers().set(HttpHeaders.CONTENT_ENCODING, "gzip");
			// A cache must not serve one form to a browser that asks for the other.
			file.plain.headers().setVary(List.of(HttpHeaders.ACCEPT_ENCODING));
			file.compressed.headers().setVary(List.of(HttpHeaders.ACCEPT_ENCODING));
			return file;
		}

	}

}
