package io.jobqueue.dashboard.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;

/**
 * A route of the dashboard.
 *
 * @param method the method
 * @param template the path, with {@code {name}} for a variable of one segment
 * @param access what the user must be allowed to do
 * @param summary what it does, for the description of the API
 * @param handler answers a call
 */
public record Route(HttpMethod method, String template, Access access, String summary, Handler handler) {

	/** A route that reads, for everybody who may view. */
	public static Route get(String template, String summary, Handler handler) {
		return new Route(HttpMethod.GET, template, Access.VIEW, summary, handler);
	}

	/** A route that changes something. */
	public static Route post(String template, Access access, String summary, Handler handler) {
		return new Route(HttpMethod.POST, template, access, summary, handler);
	}

	/** Return the variables of a path, {@code null} if the path is not of this route. */
	@Nullable Map<String, String> match(String path) {
		List<String> expected = List.of(this.template.split("/", -1));
		List<String> actual = List.of(path.split("/", -1));
		if (expected.size() != actual.size()) {
			return null;
		}
		Map<String, String> variables = new HashMap<>();
		for (int i = 0; i < expected.size(); i++) {
			String part = expected.get(i);
			if (part.startsWith("{")) {
				if (actual.get(i).isEmpty()) {
					return null;
				}
				variables.put(part.substring(1, part.length() - 1), actual.get(i));
			}
			else if (!part.equals(actual.get(i))) {
				return null;
			}
		}
		return variables;
	}

	/** Answers a call. */
	@FunctionalInterface
	public interface Handler {

		/**
		 * Answer a call.
		 * @param call a call that passed all checks
		 */
		DashboardResponse handle(Call call);

	}

}
