package io.jobqueue.dashboard.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.jobqueue.dashboard.route.DashboardResponse;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.MediaType;

/**
 * The files of the page. They are outside the folders that Spring Boot serves, so that
 * only the dashboard serves them. A path has a fixed form, so none leads elsewhere.
 */
final class StaticFiles {

	private static final String FOLDER = "META-INF/jobqueue-dashboard";

	private static final String LIBRARY = "/lib/lit-html.js";

	private static final Pattern PATH = Pattern.compile("/(?:views/)?[a-z][a-z0-9-]*\\.(?<type>html|js|css|svg)");

	private static final Map<String, MediaType> TYPES = Map.of("html",
			MediaType.parseMediaType("text/html;charset=utf-8"), "js",
			MediaType.parseMediaType("text/javascript;charset=utf-8"), "css",
			MediaType.parseMediaType("text/css;charset=utf-8"), "svg", MediaType.parseMediaType("image/svg+xml"));

	private final Map<String, DashboardResponse> found = new ConcurrentHashMap<>();

	/** Return a file; empty if there is none. */
	Optional<DashboardResponse> find(String path) {
		DashboardResponse known = this.found.get(path);
		if (known != null) {
			return Optional.of(known);
		}
		Optional<DashboardResponse> read = read(path);
		read.ifPresent((file) -> this.found.put(path, file));
		return read;
	}

	private static Optional<DashboardResponse> read(String path) {
		if (path.equals(LIBRARY)) {
			return Optional.of(response(library(), "js"));
		}
		Matcher matcher = PATH.matcher(path);
		if (!matcher.matches()) {
			return Optional.empty();
		}
		Resource file = new ClassPathResource(FOLDER + path, StaticFiles.class.getClassLoader());
		return file.exists() ? Optional.of(response(file, matcher.group("type"))) : Optional.empty();
	}

	/** The version in the path of a WebJar is that of the dependency. */
	private static Resource library() {
		try {
			Resource[] all = new PathMatchingResourcePatternResolver(StaticFiles.class.getClassLoader())
				.getResources("classpath*:META-INF/resources/webjars/lit-html/*/lit-html.js");
			if (all.length == 0) {
				throw new IllegalStateException("The dependency org.webjars.npm:lit-html is missing");
			}
			return all[0];
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static DashboardResponse response(Resource file, String type) {
		try {
			MediaType mediaType = TYPES.get(type);
			return DashboardResponse.of(200, (mediaType != null) ? mediaType : MediaType.APPLICATION_OCTET_STREAM,
					file.getContentAsByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
