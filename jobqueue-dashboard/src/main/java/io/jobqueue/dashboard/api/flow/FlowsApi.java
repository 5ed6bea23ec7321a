package io.jobqueue.dashboard.api.flow;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.jobqueue.FlowId;
import io.jobqueue.FlowInfo;
import io.jobqueue.FlowMember;
import io.jobqueue.FlowPage;
import io.jobqueue.FlowQuery;
import io.jobqueue.FlowStatus;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobOperator;
import io.jobqueue.JobSummary;
import io.jobqueue.dashboard.answer.AnswerCache;
import io.jobqueue.dashboard.answer.SharedAnswers;
import io.jobqueue.dashboard.api.job.JobsApi;
import io.jobqueue.dashboard.api.job.ReadableJobs;
import io.jobqueue.dashboard.audit.Audit;
import io.jobqueue.dashboard.route.Access;
import io.jobqueue.dashboard.route.BadRequestException;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.dashboard.route.NotFoundException;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.dashboard.route.RouteContent.Parameter;
import io.jobqueue.store.UnsupportedStorePartException;
import org.jspecify.annotations.Nullable;

/** Batches and chains of jobs, and their cancellation. */
public final class FlowsApi {

	private static final int PAGE = 50;

	private static final int LARGEST_PAGE = 200;

	/** Far more than a flow can have. */
	private static final int LAST_PLACE = 10_000_000;

	private static final Parameter LIMIT = new Parameter("limit", "The size of the page, from 1 to 200; 50 by default",
			false);

	/** A filter can make the store read 2,000 flows. */
	private static final Duration FILTERED_AGE = Duration.ofSeconds(15);

	private final JobExplorer explorer;

	private final JobOperator operator;

	private final Audit audit;

	private final SharedAnswers<FlowQuery> lists;

	private final SharedAnswers<FlowQuery> filtered;

	private final SharedAnswers<FlowId> flows;

	private final SharedAnswers<FlowMembers.Question> members;

	/**
	 * Create the routes.
	 * @param explorer reads flows and their jobs
	 * @param operator cancels flows
	 * @param audit records each act
	 * @param answers those that callers share
	 */
	public FlowsApi(JobExplorer explorer, JobOperator operator, Audit audit, AnswerCache answers) {
		this.explorer = explorer;
		this.operator = operator;
		this.audit = audit;
		this.lists = answers.answers(this::readPage);
		this.filtered = answers.answers(this::readPage, FILTERED_AGE);
		this.flows = answers.answers(this::readFlow);
		this.members = answers.answers(this::readMembers);
	}

	public List<Route> routes() {
		return List.of(
				Route.get("/api/flows", "A page of the flows, the newest first", this::list)
					.with(new Parameter("status", "Only flows with one of these statuses", true),
							new Parameter("name", "Only flows whose name begins with this text", false), LIMIT,
							new Parameter("before", "'next' of the page before", false))
					.answers(Page.class),
				Route.get("/api/flows/{flow}", "One flow, and the jobs that follow it", this::flow).answers(Flow.class),
				Route.get("/api/flows/{flow}/members", "A page of the jobs of a flow, by their places", this::members)
					.with(new Parameter("state", "Only jobs in one of these states; of 10,000 places at most", true),
							LIMIT, new Parameter("from", "'next' of the page before", false))
					.answers(Members.class),
				Route
					.post("/api/flows/{flow}/cancel", Access.OPERATE,
							"Cancel a flow with its jobs that wait or run; 'changed' is 0 if it was over", this::cancel)
					.answers(Changed.class));
	}

	private DashboardResponse list(Call call) {
		String before = call.parameter("before");
		FlowQuery query = FlowQuery.all()
			.withLimit(call.number("limit", 1, LARGEST_PAGE, PAGE))
			.after((before != null) ? FlowId.of(before) : null);
		FlowStatus[] statuses = call.parameters("status").stream().map(FlowsApi::status).toArray(FlowStatus[]::new);
		query = (statuses.length > 0) ? query.withStatus(statuses) : query;
		String name = call.parameter("name");
		query = (name != null) ? query.withName(name) : query;
		return (name != null || !query.isOfAllStatuses() ? this.filtered : this.lists).get(query);
	}

	private static FlowStatus status(String name) {
		return constant(FlowStatus.class, name, "status of a flow");
	}

	private Page readPage(FlowQuery query) {
		try {
			FlowPage page = this.explorer.flows(query);
			FlowId next = page.next();
			return new Page(true, page.flows().stream().map(FlowRow::of).toList(),
					(next != null) ? next.value() : null);
		}
		catch (UnsupportedStorePartException ex) {
			return new Page(false, List.of(), null);
		}
	}

	private DashboardResponse flow(Call call) {
		return this.flows.get(id(call));
	}

	private Flow readFlow(FlowId id) {
		FlowInfo flow = find(id);
		Map<JobId, JobInfo> jobs = ReadableJobs.find(this.explorer, flow.followers());
		return new Flow(FlowRow.of(flow),
				flow.followers().stream().map((job) -> new Follower(job.value(), row(jobs.get(job)))).toList());
	}

	private FlowInfo find(FlowId id) {
		return kept(id).orElseThrow(() -> new NotFoundException(
				"There is no flow '%s': it never existed, its dispatch is not committed, or its time is over"
					.formatted(id)));
	}

	private Optional<FlowInfo> kept(FlowId id) {
		try {
			return this.explorer.flow(id);
		}
		catch (UnsupportedStorePartException ex) {
			// A store of the application need not have flows.
			return Optional.empty();
		}
	}

	private DashboardResponse members(Call call) {
		return this.members.get(new FlowMembers.Question(id(call), states(call.parameters("state")),
				call.number("from", 0, LAST_PLACE, 0), call.number("limit", 1, LARGEST_PAGE, PAGE)));
	}

	private static Set<FlowMember.State> states(List<String> names) {
		if (names.isEmpty()) {
			return EnumSet.allOf(FlowMember.State.class);
		}
		Set<FlowMember.State> states = EnumSet.noneOf(FlowMember.State.class);
		names.forEach((name) -> states.add(state(name)));
		return states;
	}

	private static FlowMember.State state(String name) {
		return constant(FlowMember.State.class, name, "state of a job in a flow");
	}

	private static <E extends Enum<E>> E constant(Class<E> type, String name, String what) {
		try {
			return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw new BadRequestException(
					"'%s' is no %s: use one of %s".formatted(name, what, Arrays.toString(type.getEnumConstants())));
		}
	}

	private Members readMembers(FlowMembers.Question question) {
		find(question.flow());
		FlowMembers found = FlowMembers.read(this.explorer, question);
		Map<JobId, JobInfo> jobs = ReadableJobs.find(this.explorer,
				found.members().stream().map(FlowMember::job).toList());
		return new Members(found.members()
			.stream()
			.map((member) -> new Member(member.place(), member.state(), member.job().value(),
					row(jobs.get(member.job()))))
			.toList(), found.next());
	}

	private static JobsApi.@Nullable Row row(@Nullable JobInfo job) {
		return (job != null) ? JobsApi.Row.of(JobSummary.of(job)) : null;
	}

	private DashboardResponse cancel(Call call) {
		FlowId id = find(id(call)).id();
		int changed = this.operator.cancel(id) ? 1 : 0;
		this.audit.record(call, "cancel", "flow " + id, changed);
		return DashboardResponse.json(new Changed(changed));
	}

	private static FlowId id(Call call) {
		return FlowId.of(call.variable("flow"));
	}

	/**
	 * A page of flows.
	 *
	 * @param kept whether the store keeps flows; a store of the application need not
	 * @param flows the flows, the newest first
	 * @param next the parameter 'before' of the next page, {@code null} on the last. With
	 * a filter, a page with fewer flows than asked for can be followed by others
	 */
	record Page(boolean kept, List<FlowRow> flows, @Nullable String next) {
	}

	/**
	 * One flow.
	 *
	 * @param flow what a list shows
	 * @param followers the jobs that were dispatched because it ended
	 */
	record Flow(FlowRow flow, List<Follower> followers) {
	}

	/**
	 * A job that follows a flow.
	 *
	 * @param id the id of the job
	 * @param job the job, {@code null} if the store no longer has it
	 */
	record Follower(String id, JobsApi.@Nullable Row job) {
	}

	/**
	 * A page of the jobs of a flow.
	 *
	 * @param members the jobs
	 * @param next the parameter 'from' of the next page, {@code null} on the last. If
	 * states were given, a page with fewer jobs than asked for can be followed by others
	 */
	record Members(List<Member> members, @Nullable Integer next) {
	}

	/**
	 * A job of a flow.
	 *
	 * @param place its number in the flow, from 0
	 * @param state what the flow knows of it
	 * @param id the id of the job
	 * @param job the job, {@code null} if the store does not have it
	 */
	record Member(int place, FlowMember.State state, String id, JobsApi.@Nullable Row job) {
	}

	/**
	 * What an act has changed.
	 *
	 * @param changed how many flows were cancelled
	 */
	record Changed(int changed) {
	}

}
