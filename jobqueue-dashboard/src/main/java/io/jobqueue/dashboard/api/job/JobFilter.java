package io.jobqueue.dashboard.api.job;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
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
 * @param error only jobs whose last error has this class name, {@code null} for all
 */
record JobFilter(@Nullable String queue, @Nullable List<String> status, @Nullable String task, @Nullable String error) {

	static final Parameter[] PARAMETERS = { new Parameter("queue", "Only jobs of this queue", false),
			new Parameter("status", "Only jobs with one of these statuses", true),
			new Parameter("task", "Only jobs of this task", false),
			new Parameter("error", "Only jobs whose last error has this class name", false) };

	static final Parameter[] PAGE_PARAMETERS = { PARAMETERS[0], PARAMETERS[1], PARAMETERS[2], PARAMETERS[3],
			new Parameter("limit", "The size of the page, from 1 to 200; 50 by default", false),
			new Parameter("after", "'next' of the page before", false) };

	private static final int PAGE = 50;

	private static final int LARGEST_PAGE = 200;

	static JobFilter of(Call call) {
		return new JobFilter(call.parameter("queue"), call.parameters("status"), call.parameter("task"),
				call.parameter("error"));
	}

	/** Return the query of a page. */
	static JobQuery page(Call call) {
		return of(call).query().withLimit(call.number("limit", 1, LARGEST_PAGE, PAGE)).after(call.parameter("after"));
	}

	JobQuery query() {
		return new JobQuery(this.queue, statuses(), this.task, this.error, PAGE, null);
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

	/** Return the filter in words, for the audit. */
	String text() {
		return "jobs with queue=%s status=%s task=%s error=%s".formatted(any(this.queue), any(this.status),
				any(this.task), any(this.error));
	}

	private static Object any(@Nullable Object value) {
		return (value == null || value.equals(List.of())) ? "any" : value;
	}

}
