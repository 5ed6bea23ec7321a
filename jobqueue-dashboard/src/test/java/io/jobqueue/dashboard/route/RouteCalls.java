package io.jobqueue.dashboard.route;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.LinkedMultiValueMap;

/** Calls routes without a server. */
public final class RouteCalls {

	private RouteCalls() {
	}

	/** Call the route with this template. */
	public static JsonNode read(List<Route> routes, String template) {
		return read(routes, template, Map.of(), Map.of());
	}

	/** Call the route with this template, and variables and parameters. */
	public static JsonNode read(List<Route> routes, String template, Map<String, String> variables,
			Map<String, String> parameters) {
		Call call = call(HttpMethod.GET, "{}", variables, parameters);
		return new JsonMapper().readTree(text(route(routes, template).handler().handle(call)));
	}

	/** Call the route with this template and a body. */
	public static JsonNode post(List<Route> routes, String template, String body) {
		return new JsonMapper()
			.readTree(text(route(routes, template).handler().handle(call(HttpMethod.POST, body, Map.of(), Map.of()))));
	}

	/** Call the route with this template and variables, without a body. */
	public static JsonNode post(List<Route> routes, String template, Map<String, String> variables) {
		return new JsonMapper()
			.readTree(text(route(routes, template).handler().handle(call(HttpMethod.POST, "{}", variables, Map.of()))));
	}

	private static Route route(List<Route> routes, String template) {
		return routes.stream().filter((route) -> route.template().equals(template)).findFirst().orElseThrow();
	}

	private static Call call(HttpMethod method, String body, Map<String, String> variables,
			Map<String, String> parameters) {
		LinkedMultiValueMap<String, String> query = new LinkedMultiValueMap<>();
		parameters.forEach(query::add);
		return new Call(new DashboardRequest(method, "/", query, new HttpHeaders(), () -> "ada", () -> null,
				body.getBytes(StandardCharsets.UTF_8)), variables, Access.ADMIN);
	}

	private static String text(DashboardResponse response) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		try {
			response.body().writeTo(body);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return body.toString(StandardCharsets.UTF_8);
	}

	/** An implementation of an interface. */
	public static <T> T proxy(Class<T> type, InvocationHandler handler) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler));
	}

}
