package io.jobqueue.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import org.springframework.context.ApplicationContext;

/**
 * Sends requests to an application under test.
 *
 * @param application the application, which listens on the loopback interface
 */
public record LocalHttp(ApplicationContext application) {

	private static final HttpClient client = HttpClient.newHttpClient();

	public HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return client.send(request(path).build(), BodyHandlers.ofString());
	}

	public HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
		return client.send(
				request(path).POST(BodyPublishers.ofString(json)).header("Content-Type", "application/json").build(),
				BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String path) {
		String port = this.application.getEnvironment().getRequiredProperty("local.server.port");
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(10));
	}

}
