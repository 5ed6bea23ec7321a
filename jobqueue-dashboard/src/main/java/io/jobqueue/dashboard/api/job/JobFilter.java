package io.jobqueue.dashboard.api.job;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.autoconfigure.properties.DashboardProperties.Payloads;
import io.jobqueue.dashboard.route.BadRequestException;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.RouteContent.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * A selection of jobs, as parameters of a list or as the body of an act.
 *
 * @param queue only jobs of this queue, {@code null} for all
 * @param status only jobs with one of these statuses, {@code null} or empty for all
 * @param task only jobs of this task, {@code null} for all
 * @param error only jobs whose last error has this class name, {@code null} for all;
 * empty for jobs without an error
 * @param tag only jobs that have all of these tags, {@code null} or empty for all
 * @param text only jobs with this text in their id, correlation id, payload or error,
 * {@code null} for all
 * @param from only jobs that ended, or were stored if they have not ended, at this time
 * or later, in ISO-8601; {@code null} for all
 * @param until only jobs that did so before this time, {@code null} for all
 */
record JobFilter(@Nullable String queue, @Nullable List<String> status, @Nullable String task, @Nullable String error,
		@Nullable List<String> tag, @Nullable String text, @Nullable String from, @Nullable String until) {

	static final Parameter[] PARAMETERS = { new Parameter("queue", "Only jobs of this queue", false),
			new Parameter("status", "Only jobs with one of these statuses", true),
			new Parameter("task", "Only jobs of this task", false),
			new Parameter("error", "Only jobs whose last error has this class name; empty for no error", false),
			new Parameter("tag", "Only jobs that have all of these tags", true),
			new Parameter("text", "Only jobs with this text in their id, correlation id, payload or error", false),
			new Parameter("from", "Only jobs that ended, or were stored, at this time or later, in ISO-8601", false),
			new Parameter("until", "Only jobs that ended, or were stored, before this time, in ISO-8601", false) };

	static final Parameter[] PAGE_PARAMETERS = Stream.concat(Stream.of(PARAMETERS),
			Stream.of(new Parameter("limit", "The size of the page, from 1 to 200; 50 by default", false),
					new Parameter("after", "'next' of the page before", false)))
		.toArray(Parameter[]::new);

	private static final int PAGE = 50;

	private static final int LARGEST_PAGE = 200;

	static JobFilter of(Call call) {
		return new JobFilter(call.parameter("queue"), call.parameters("status"), call.parameter("task"),
				call.request().parameters().getFirst("error"), call.parameters("tag"), call.parameter("text"),
				call.parameter("from"), call.parameter("until"));
	}

	/** Return the query of a page. */
	static JobQuery page(Call call, Payloads payloads) {
		return of(call).query(payloads)
			.withLimit(call.number("limit", 1, LARGEST_PAGE, PAGE))
			.after(call.parameter("after"));
	}

	/**
	 * Return the query.
	 * @param payloads how payloads are shown. If they are not, their text cannot be
	 * searched: whether a job is found would disclose it
	 */
	JobQuery query(Payloads payloads) {
		if (given(this.text) != null && payloads != Payloads.SHOWN) {
			throw new BadRequestException("'text' is not possible while jobqueue.dashboard.payloads is '%s': "
				.formatted(payloads.name().toLowerCase(Locale.ROOT)) + "it searches payloads too");
		}
		return new JobQuery(given(this.queue), statuses(), given(this.task), this.error,
				(this.tag != null) ? this.tag : List.of(), given(this.text), instant("from", this.from),
				instant("until", this.until), PAGE, null);
	}

	private static @Nullable String given(@Nullable String value) {
		return (value == null || value.isBlank()) ? null : value;
	}

	private static @Nullable Instant instant(String name, @Nullable String value) {
		if (given(value) == null) {
			return null;
		}
		try {
			return Instant.parse(value);
		}
		catch (DateTimeParseException ex) {
			throw new BadRequestException(
					"'%s' is a time such as 2027-01-31T12:00:00Z, but was '%s'".formatted(name, value));
		}
	}

	private Set<JobStatus> statuses() {
		if (this.status == null || this.status.isEmpty()) {
			return EnumSet.allOf(JobStatus.class);
		}
		Set<JobStatus> statuses = EnumSet.noneOf(JobStatus.class);
		this.status.forEach((name) -> statuses.add(status(name)));
		return statuses;
	}

	private static JobStatus status(String name) {
		try {
			return JobStatus.valueOf(name.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw new BadRequestException(
					"'%s' is no status: use one of %s".formatted(name, Arrays.toString(JobStatus.values())));
		}
	}

	/**
	 * Return the filter in words, for the audit. The text is last: users choose its
	 * length, and the audit cuts a long target at its end.
	 */
	String describe() {
		return "jobs with queue=%s status=%s task=%s error=%s tag=%s from=%s until=%s text=%s".formatted(
				any(this.queue), any(this.status), any(this.task), any(this.error), any(this.tag), any(this.from),
				any(this.until), any(this.text));
	}

	private static Object any(@Nullable Object value) {
		return (value == null || value.equals(List.of())) ? "any" : value;
	}

}
