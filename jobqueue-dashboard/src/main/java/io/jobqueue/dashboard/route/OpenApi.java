package io.jobqueue.dashboard.route;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Describes the routes as OpenAPI 3.1. The description is made from the routes and the
 * records that they answer, so it cannot differ from them.
 */
public final class OpenApi {

	private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

	private final Map<String, Object> schemas = new TreeMap<>();

	private OpenApi() {
	}

	/** Return the routes, and one more for their description. */
	public static List<Route> with(List<Route> routes) {
		List<Route> all = new ArrayList<>(routes);
		all.add(Route.get("/api/openapi.json", "This description",
				(call) -> DashboardResponse.json(new OpenApi().describe(all))));
		return List.copyOf(all);
	}

	private Map<String, Object> describe(List<Route> routes) {
		Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
		routes.forEach((route) -> paths.computeIfAbsent(route.template(), (path) -> new LinkedHashMap<>())
			.put(route.method().name().toLowerCase(Locale.ROOT), operation(route)));
		schema(Problem.class);
		return object("openapi", "3.1.0", "info",
				object("title", "jobqueue dashboard", "version", "1", "description",
						"Acts are POST requests with the header X-Jobqueue, the content type application/json, "
								+ "and the header that /api/session names as 'csrf'."),
				"servers", List.of(object("url", "..")), "paths", paths, "components", object("schemas", this.schemas));
	}

	private Map<String, Object> operation(Route route) {
		List<Object> parameters = new ArrayList<>();
		VARIABLE.matcher(route.template())
			.results()
			.map((MatchResult variable) -> variable.group(1))
			.forEach((name) -> parameters
				.add(object("name", name, "in", "path", "required", true, "schema", object("type", "string"))));
		RouteContent content = route.content();
		content.parameters().forEach((parameter) -> parameters.add(parameter(parameter)));
		Map<String, Object> operation = object("summary", route.summary(), "description",
				"Needs the access " + route.access(), "parameters", parameters);
		if (content.request() != null) {
			operation.put("requestBody",
					object("required", true, "content", media("application/json", schema(content.request()))));
		}
		operation.put("responses", object("200", response(content), "default", object("description",
				"Why it was refused or failed", "content", media("application/problem+json", schema(Problem.class)))));
		return operation;
	}

	private static Map<String, Object> parameter(RouteContent.Parameter parameter) {
		Map<String, Object> text = object("type", "string");
		return object("name", parameter.name(), "in", "query", "description", parameter.description(), "schema",
				parameter.repeated() ? object("type", "array", "items", text) : text);
	}

	private Map<String, Object> response(RouteContent content) {
		Map<String, Object> response = object("description", "Done");
		if (content.response() != null) {
			Object schema = schema(content.response());
			response.put("content", media(content.lines() ? "application/x-ndjson" : "application/json",
					content.list() ? object("type", "array", "items", schema) : schema));
		}
		return response;
	}

	private static Map<String, Object> media(String type, Object schema) {
		return object(type, object("schema", schema));
	}

	private Object schema(Type type) {
		if (type instanceof ParameterizedType generic) {
			Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
			boolean list = generic.getRawType() instanceof Class<?> raw && Collection.class.isAssignableFrom(raw);
			return list ? object("type", "array", "items", schema(last))
					: object("type", "object", "additionalProperties", schema(last));
		}
		Class<?> simple = (Class<?>) type;
		return simple.isRecord() ? reference(simple) : primitive(simple);
	}

	private Object reference(Class<?> type) {
		String outer = (type.getEnclosingClass() != null) ? type.getEnclosingClass().getSimpleName() : "";
		String name = outer.replaceFirst("Api$", "") + type.getSimpleName();
		if (!this.schemas.containsKey(name)) {
			this.schemas.put(name, Map.of());
			Map<String, Object> properties = new LinkedHashMap<>();
			List<String> required = new ArrayList<>();
			for (RecordComponent component : type.getRecordComponents()) {
				properties.put(name(component), property(component));
				if (!isNullable(component)) {
					required.add(name(component));
				}
			}
			this.schemas.put(name, object("type", "object", "properties", properties, "required", required));
		}
		return object("$ref", "#/components/schemas/" + name);
	}

	/** A name such as 'wait' cannot be that of a component. */
	private static String name(RecordComponent component) {
		JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
		return (named != null) ? named.value() : component.getName();
	}

	private Object property(RecordComponent component) {
		Object schema = schema(component.getGenericType());
		return isNullable(component) ? object("anyOf", List.of(schema, object("type", "null"))) : schema;
	}

	private static boolean isNullable(RecordComponent component) {
		AnnotatedElement type = component.getAnnotatedType();
		return type.isAnnotationPresent(Nullable.class);
	}

	private static Map<String, Object> primitive(Class<?> type) {
		if (type.isEnum()) {
			return object("type", "string", "enum",
					Arrays.stream(type.getEnumConstants()).map(Object::toString).toList());
		}
		if (type == Instant.class) {
			return object("type", "string", "format", "date-time");
		}
		if (type == boolean.class) {
			return object("type", "boolean");
		}
		if (type == double.class || type == Double.class) {
			return object("type", "number");
		}
		return object("type", (type == String.class) ? "string" : "integer");
	}

	private static Map<String, Object> object(Object... pairs) {
		Map<String, Object> object = new LinkedHashMap<>();
		for (int i = 0; i < pairs.length; i += 2) {
			object.put(pairs[i].toString(), pairs[i + 1]);
		}
		return object;
	}

}
