package io.jobqueue.dashboard.route;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A request that passed the checks of its route.
 *
 * @param request the request
 * @param variables the variables of the path
 * @param access what the user is granted; in read-only mode, acts are refused before
 */
public record Call(DashboardRequest request, Map<String, String> variables, Access access) {

	/** Return a variable of the path. */
	public String variable(String name) {
		String value = this.variables.get(name);
		if (value == null) {
			throw new IllegalArgumentException("The route has no variable '%s'".formatted(name));
		}
		return value;
	}

	/** Return a parameter; {@code null} if it is not given or blank. */
	public @Nullable String parameter(String name) {
		String value = this.request.parameters().getFirst(name);
		return (value == null || value.isBlank()) ? null : value;
	}

	/** Return all values of a parameter that can be repeated. */
	public List<String> parameters(String name) {
		return this.request.parameters()
			.getOrDefault(name, List.of())
			.stream()
			.filter((value) -> value != null && !value.isBlank())
			.toList();
	}

	/**
	 * Return a parameter that is a number.
	 * @throws BadRequestException if it is none
	 */
	public int number(String name, int least, int most, int otherwise) {
		return (int) longNumber(name, least, most, otherwise);
	}

	/**
	 * Return a parameter that is a number which can be larger.
	 * @throws BadRequestException if it is none
	 */
	public long longNumber(String name, long least, long most, long otherwise) {
		String value = parameter(name);
		if (value == null) {
			return otherwise;
		}
		try {
			long number = Long.parseLong(value);
			if (number >= least && number <= most) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// The message below quotes it.
		}
		throw new BadRequestException(
				"The parameter '%s' is a number from %d to %d, but was '%s'".formatted(name, least, most, value));
	}

	/**
	 * Read the body.
	 * @throws BadRequestException if it does not have the form of the type
	 */
	public <T> T body(Class<T> type) {
		try {
			return Json.read(this.request.body(), type);
		}
		catch (JacksonException ex) {
			throw new BadRequestException("The body of the request cannot be read: " + ex.getOriginalMessage());
		}
	}

	/** Return the name of the user for the audit. */
	public String user() {
		return (this.request.user() != null) ? this.request.user().getName() : "anonymous";
	}

}
