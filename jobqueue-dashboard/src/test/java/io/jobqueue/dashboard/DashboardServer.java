package io.jobqueue.dashboard;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** A running application with a dashboard, on a port of its own, and its users. */
public final class DashboardServer implements AutoCloseable {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private DashboardServer(ConfigurableApplicationContext context) {
		this.context = context;
	}

	public static DashboardServer start(WebApplicationType type, List<Class<?>> configurations, String... properties) {
		List<Class<?>> sources = new ArrayList<>(configurations);
		sources.add(TestApplication.class);
		SpringApplication application = new SpringApplication(sources.toArray(Class<?>[]::new));
		application.setWebApplicationType(type);
		List<String> arguments = new ArrayList<>(List.of("server.port=0", "server.address=127.0.0.1",
				"jobqueue.store=memory", "jobqueue.dashboard.enabled=true", "spring.main.banner-mode=off"));
		arguments.addAll(Arrays.asList(properties));
		return new DashboardServer(
				application.run(arguments.stream().map((property) -> "--" + property).toArray(String[]::new)));
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	public URI uri(String path) {
		return URI.create("http://127.0.0.1:%s%s"
			.formatted(this.context.getEnvironment().getProperty("local.server.port"), path));
	}

	/** A request of a user whose password is the name; {@code null} for none. */
	public HttpRequest.Builder request(@Nullable String user, String path) {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
		if (user != null) {
			String credentials = user + ":" + user;
			request.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
		}
		return request;
	}

	public HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return CLIENT.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public HttpResponse<String> get(@Nullable String user, String path) {
		return send(request(user, path));
	}

	public JsonNode read(@Nullable String user, String path) {
		return new JsonMapper().readTree(get(user, path).body());
	}

	/** An act as the page does it, without a token. */
	public HttpRequest.Builder act(@Nullable String user, String path, String body) {
		return request(user, path).header("X-Jobqueue", "test")
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body));
	}

	/** An act with the token of Spring Security, as a script does it. */
	public HttpResponse<String> post(@Nullable String user, String path, String body) {
		return send(withToken(user, path, act(user, path, body)));
	}

	/** Add the token of Spring Security to a request. */
	public HttpRequest.Builder withToken(@Nullable String user, String path, HttpRequest.Builder act) {
		String base = path.substring(0, path.indexOf("/api/"));
		HttpResponse<String> session = get(user, base + "/api/session");
		session.headers().firstValue("Set-Cookie").ifPresent((cookie) -> act.header("Cookie", cookie.split(";")[0]));
		JsonNode csrf = new JsonMapper().readTree(session.body()).path("csrf");
		if (csrf.isObject()) {
			act.header(csrf.get("header").asString(), csrf.get("token").asString());
		}
		return act;
	}

	@Override
	public void close() {
		this.context.close();
	}

}
