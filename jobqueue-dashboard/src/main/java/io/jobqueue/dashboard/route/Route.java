package io.jobqueue.dashboard.route;

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
 * @param content what it takes and answers, for the description of the API
 * @param handler answers a call
 */
public record Route(HttpMethod method, String template, Access access, String summary, RouteContent content,
		Handler handler) {

	/** A route that reads, for all users who may view. */
	public static Route get(String template, String summary, Handler handler) {
		return new Route(HttpMethod.GET, template, Access.VIEW, summary, RouteContent.NONE, handler);
	}

	/** A route that changes something. */
	public static Route post(String template, Access access, String summary, Handler handler) {
		return new Route(HttpMethod.POST, template, access, summary, RouteContent.NONE, handler);
	}

	/** Return this route for those who have another access. */
	public Route needs(Access other) {
		return new Route(this.method, this.template, other, this.summary, this.content, this.handler);
	}

	/** Return this route with the parameters of its query. */
	public Route with(RouteContent.Parameter... parameters) {
		return with(new RouteContent(List.of(parameters), this.content.request(), this.content.response(),
				this.content.list(), this.content.lines()));
	}

	/** Return this route with the type of its body. */
	public Route takes(Class<?> type) {
		return with(new RouteContent(this.content.parameters(), type, this.content.response(), this.content.list(),
				this.content.lines()));
	}

	/** Return this route with the type of its answer. */
	public Route answers(Class<?> type) {
		return with(new RouteContent(this.content.parameters(), this.content.request(), type, false, false));
	}

	/** Return this route with the type of the elements of its answer. */
	public Route answersList(Class<?> type) {
		return with(new RouteContent(this.content.parameters(), this.content.request(), type, true, false));
	}

	/** Return this route with the type of each line of its answer. */
	public Route answersLines(Class<?> type) {
		return with(new RouteContent(this.content.parameters(), this.content.request(), type, false, true));
	}

	private Route with(RouteContent changed) {
		return new Route(this.method, this.template, this.access, this.summary, changed, this.handler);
	}

	/** Return the variables of a path, {@code null} if the path is not of this route. */
	public @Nullable Map<String, String> match(String path) {
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
