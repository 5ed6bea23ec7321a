package io.jobqueue.dashboard.api.job;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.jobqueue.BulkResult;
import io.jobqueue.JobId;
import io.jobqueue.JobOperator;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStateException;
import io.jobqueue.autoconfigure.properties.DashboardProperties.Payloads;
import io.jobqueue.dashboard.audit.Audit;
import io.jobqueue.dashboard.route.Access;
import io.jobqueue.dashboard.route.BadRequestException;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.dashboard.route.DashboardResponse.Body;
import io.jobqueue.dashboard.route.Route;
import org.jspecify.annotations.Nullable;

/**
 * Requeues, runs now, cancels and deletes jobs: one, some, or all that match a filter.
 * The response for a filter has a line of JSON for each step. The operation stops when
 * the connection is closed, so no operation outlives the page that started it.
 */
public final class JobActsApi {

	private static final int MOST_JOBS = 200;

	private final JobOperator operator;

	private final Payloads payloads;

	private final Audit audit;

	/**
	 * Create the routes.
	 * @param operator changes jobs
	 * @param payloads how payloads are shown
	 * @param audit records each act
	 */
	public JobActsApi(JobOperator operator, Payloads payloads, Audit audit) {
		this.operator = operator;
		this.payloads = payloads;
		this.audit = audit;
	}

	public List<Route> routes() {
		List<Route> routes = new ArrayList<>();
		routes.addAll(routes("requeue", Access.OPERATE, this.operator::requeue, this.operator::requeue));
		routes.addAll(routes("run-now", Access.OPERATE, this.operator::runNow, this.operator::runNow));
		routes.addAll(routes("cancel", Access.OPERATE, this.operator::cancel, this.operator::cancel));
		routes.addAll(routes("delete", Access.ADMIN, this.operator::delete, this.operator::delete));
		return routes;
	}

	private List<Route> routes(String action, Access access, One one, All all) {
		return List.of(
				Route
					.post("/api/jobs/{id}/" + action, access, "Do it to one job: " + action,
							(call) -> one(call, action, one))
					.answers(Result.class),
				Route
					.post("/api/selection/" + action, access, "Do it to at most 200 jobs by their 'ids': " + action,
							(call) -> selected(call, action, one))
					.takes(Selection.class)
					.answers(Result.class),
				Route
					.post("/api/matching/" + action, access,
							"Do it to all jobs that match a filter, with a line of JSON for each step: " + action,
							(call) -> matching(call, action, all))
					.takes(JobFilter.class)
					.answersLines(Result.class));
	}

	private DashboardResponse one(Call call, String action, One act) {
		JobId id = JobId.of(call.variable("id"));
		boolean changed = act.on(id);
		this.audit.record(call, action, "job " + id, changed ? 1 : 0);
		return DashboardResponse.json(new Result(changed ? 1 : 0, changed ? 0 : 1, true, null));
	}

	private DashboardResponse selected(Call call, String action, One act) {
		List<String> ids = call.body(Selection.class).ids();
		if (ids == null || ids.isEmpty() || ids.size() > MOST_JOBS) {
			throw new BadRequestException("'ids' must have from 1 to %d ids".formatted(MOST_JOBS));
		}
		List<JobId> jobs = ids.stream().map(JobId::of).toList();
		List<JobId> acted = new ArrayList<>();
		long changed = 0;
		String refusal = null;
		try {
			for (JobId id : jobs) {
				acted.add(id);
				try {
					changed += act.on(id) ? 1 : 0;
				}
				catch (JobStateException ex) {
					refusal = ex.getMessage();
				}
			}
		}
		finally {
			this.audit.record(call, action, "%d of %d selected jobs: %s".formatted(acted.size(), jobs.size(),
					acted.stream().map(JobId::value).collect(Collectors.joining(", "))), changed);
		}
		return DashboardResponse.json(new Result(changed, jobs.size() - changed, true, refusal));
	}

	private DashboardResponse matching(Call call, String action, All act) {
		JobFilter filter = call.body(JobFilter.class);
		JobQuery query = filter.query(this.payloads);
		if (filter.status() == null || filter.status().isEmpty()) {
			throw new BadRequestException("An act on all jobs that match must name their statuses");
		}
		return DashboardResponse.lines((out) -> {
			this.audit.begin(call, action, filter.describe());
			BulkResult[] last = { new BulkResult(0, 0, false) };
			try {
				last[0] = act.on(query, (progress) -> {
					last[0] = progress;
					send(out, progress);
				});
				Body.line(out, result(last[0]));
			}
			finally {
				this.audit.record(call, action, filter.describe(), last[0].changed());
			}
		});
	}

	/** An exception here stops the operation. */
	private static void send(OutputStream out, BulkResult progress) {
		try {
			Body.line(out, result(new BulkResult(progress.matched(), progress.changed(), false)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Result result(BulkResult result) {
		return new Result(result.changed(), result.skipped(), result.complete(), null);
	}

	/** Changes one job. */
	@FunctionalInterface
	private interface One {

		boolean on(JobId id);

	}

	/** Changes all jobs of a query. */
	@FunctionalInterface
	private interface All {

		BulkResult on(JobQuery query, Consumer<BulkResult> progress);

	}

	/**
	 * Some jobs.
	 *
	 * @param ids their ids
	 */
	record Selection(@Nullable List<String> ids) {
	}

	/**
	 * The progress or the result of an act.
	 *
	 * @param changed the number of jobs that were changed
	 * @param skipped the number of jobs that were not
	 * @param complete whether it is over
	 * @param refusal why a job was not changed, {@code null} for none
	 */
	record Result(long changed, long skipped, boolean complete, @Nullable String refusal) {
	}

}
