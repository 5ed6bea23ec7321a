package io.jobqueue.dashboard.api.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobLogLine;
import io.jobqueue.autoconfigure.properties.DashboardProperties.Payloads;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.dashboard.route.RouteContent.Parameter;
import io.jobqueue.store.UnsupportedStorePartException;

/** The log of a job. An answer is bounded by a number of lines and by their size. */
public final class JobLogApi {

	static final int MOST_LINES = 1000;

	/** In characters, of all lines together. */
	static final int MOST_TEXT = 256 * 1024;

	private static final long NEWEST = -1;

	private final JobExplorer explorer;

	private final Payloads payloads;

	/**
	 * Create the route.
	 * @param explorer reads logs
	 * @param payloads how payloads are shown; lines of logs have values of them
	 */
	public JobLogApi(JobExplorer explorer, Payloads payloads) {
		this.explorer = explorer;
		this.payloads = payloads;
	}

	public List<Route> routes() {
		return List.of(Route.get("/api/jobs/{id}/log", "Lines of the log of a job, at most 1,000", this::log)
			.with(new Parameter("from",
					"The number of the first line: 0, or 'next' of the answer before; without it, "
							+ "the newest lines",
					false))
			.answers(Log.class));
	}

	private DashboardResponse log(Call call) {
		JobId id = JobId.of(call.variable("id"));
		long from = call.longNumber("from", 0, Long.MAX_VALUE, NEWEST);
		List<JobLogLine> lines = lines(id, Math.max(from, 0));
		if (lines.isEmpty()) {
			JobsApi.find(this.explorer, id);
		}
		return DashboardResponse.json((from == NEWEST) ? newest(lines) : next(lines, from));
	}

	private List<JobLogLine> lines(JobId id, long from) {
		if (this.payloads == Payloads.HIDDEN) {
			return List.of();
		}
		try {
			return this.explorer.log(id, from);
		}
		catch (UnsupportedStorePartException ex) {
			return List.of();
		}
	}

	private Log newest(List<JobLogLine> lines) {
		List<JobLogLine> reversed = new ArrayList<>(lines);
		Collections.reverse(reversed);
		int left = lines.size() - fitting(reversed);
		return log(lines.subList(left, lines.size()), 0, false, left > 0);
	}

	private Log next(List<JobLogLine> lines, long from) {
		int end = fitting(lines);
		return log(lines.subList(0, end), from, end < lines.size(), false);
	}

	/** How many lines fit into an answer; the first one does always. */
	private static int fitting(List<JobLogLine> lines) {
		int size = 0;
		for (int i = 0; i < lines.size(); i++) {
			size += lines.get(i).text().length();
			if (i == MOST_LINES || (i > 0 && size > MOST_TEXT)) {
				return i;
			}
		}
		return lines.size();
	}

	private Log log(List<JobLogLine> lines, long from, boolean more, boolean left) {
		boolean deleted = lines.stream().anyMatch(JobLogApi::isDeletion);
		return new Log(lines.stream().filter((line) -> !isDeletion(line)).map(this::line).toList(),
				lines.isEmpty() ? from : lines.get(lines.size() - 1).number() + 1, more, left || deleted);
	}

	private static boolean isDeletion(JobLogLine line) {
		return line.text().equals(JobLogLine.EARLIER_DELETED);
	}

	private Line line(JobLogLine line) {
		return new Line(line.number(), line.at(), (this.payloads == Payloads.SHOWN) ? line.text() : StoredText.MASK);
	}

	/**
	 * Lines of a log.
	 *
	 * @param lines the lines in their order; none if they are hidden
	 * @param next the parameter 'from' for the lines after these
	 * @param more whether there are lines after these now
	 * @param dropped whether lines before these are missing: they were deleted, or are
	 * more than the newest ones
	 */
	record Log(List<Line> lines, long next, boolean more, boolean dropped) {
	}

	/**
	 * A line of a log.
	 *
	 * @param number its number; numbers have gaps
	 * @param at when it was written, by the clock of the worker
	 * @param text its text, or a placeholder if it is masked
	 */
	record Line(long number, Instant at, String text) {
	}

}
