package io.jobqueue.dashboard.route;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a route takes and answers, for the description of the API.
 *
 * @param parameters the parameters of the query
 * @param request the type of the body, {@code null} for none
 * @param response the type of the answer, {@code null} for none
 * @param list whether the answer is a list of this type
 * @param lines whether the answer is a line of JSON for each step
 */
public record RouteContent(List<Parameter> parameters, @Nullable Class<?> request, @Nullable Class<?> response,
		boolean list, boolean lines) {

	static final RouteContent NONE = new RouteContent(List.of(), null, null, false, false);

	/**
	 * A parameter of the query.
	 *
	 * @param name its name
	 * @param description what it does
	 * @param repeated whether it can be given more than once
	 */
	public record Parameter(String name, String description, boolean repeated) {
	}

}
