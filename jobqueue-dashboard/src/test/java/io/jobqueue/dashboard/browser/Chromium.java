package io.jobqueue.dashboard.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A headless Chromium of this machine, driven by its DevTools protocol. No driver is
 * needed, and none is downloaded.
 */
final class Chromium implements AutoCloseable {

	private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome",
			"google-chrome-stable");

	private static final String MISSING = "No chromium or google-chrome is on the path: the page is not tested";

	private static final String LISTENS = "DevTools listening on ";

	private final Process process;

	private final Path profile;

	private final URI address;

	private Chromium(Process process, Path profile, URI address) {
		this.process = process;
		this.profile = profile;
		this.address = address;
	}

	/** Find the browser on the path; empty if there is none. */
	static Optional<Path> find() {
		return Stream.of(System.getenv("PATH").split(":"))
			.flatMap((folder) -> NAMES.stream().map((name) -> Path.of(folder, name)))
			.filter(Files::isExecutable)
			.findFirst();
	}

	/**
	 * Find the browser on the path. Where there is none, the test is skipped, or fails
	 * with {@code test.backends.required=true}.
	 */
	static Path require() {
		Optional<Path> executable = find();
		if (executable.isEmpty() && Boolean.getBoolean("test.backends.required")) {
			throw new IllegalStateException(
					MISSING + ". test.backends.required=true does without no browser: install the package chromium");
		}
		assumeTrue(executable.isPresent(), MISSING);
		return executable.get();
	}

	static Chromium start(Path executable) throws IOException {
		Path profile = Files.createTempDirectory("chromium");
		Process process = new ProcessBuilder(executable.toString(), "--headless=new", "--no-sandbox", "--disable-gpu",
				"--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-port=0", "--user-data-dir=" + profile,
				"about:blank")
			.redirectErrorStream(true)
			.start();
		BufferedReader output = process.inputReader();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			if (line.startsWith(LISTENS)) {
				new Thread(() -> output.lines().forEach((ignored) -> {
				}), "chromium-output").start();
				return new Chromium(process, profile, URI.create(line.substring(LISTENS.length())));
			}
		}
		throw new IllegalStateException("Chromium ended with " + process.exitValue());
	}

	/** Return the address of its page. */
	URI page() throws IOException, InterruptedException {
		URI list = URI.create("http://127.0.0.1:%d/json/list".formatted(this.address.getPort()));
		String answer = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString())
			.body();
		for (JsonNode target : new JsonMapper().readTree(answer)) {
			if (target.get("type").asString().equals("page")) {
				return URI.create(target.get("webSocketDebuggerUrl").asString());
			}
		}
		throw new IllegalStateException("Chromium has no page: " + answer);
	}

	/** End all its processes, which write to the profile until then. */
	@Override
	public void close() {
		List<ProcessHandle> all = Stream.concat(this.process.descendants(), Stream.of(this.process.toHandle()))
			.toList();
		all.forEach(ProcessHandle::destroyForcibly);
		all.forEach((each) -> each.onExit().orTimeout(10, TimeUnit.SECONDS).join());
		await().ignoreExceptions().until(() -> FileSystemUtils.deleteRecursively(this.profile));
	}

}
