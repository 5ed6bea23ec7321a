package io.jobqueue.dashboard.api;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobOperator;
import io.jobqueue.Limit;
import io.jobqueue.LimitInfo;
import io.jobqueue.Names;
import io.jobqueue.QueueInfo;
import io.jobqueue.Rate;
import io.jobqueue.autoconfigure.cache.CachedRead;
import io.jobqueue.dashboard.answer.AnswerCache;
import io.jobqueue.dashboard.answer.SharedAnswer;
import io.jobqueue.dashboard.audit.Audit;
import io.jobqueue.dashboard.route.Access;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.store.UnsupportedStorePartException;
import org.jspecify.annotations.Nullable;

/** Limits of queues, and what an operator does with a limit. */
final class LimitsApi {

	private static final int MOST_QUEUES = 100;

	/** How often all queues are asked whether they have limits. */
	private static final Duration DISCOVERY = Duration.ofSeconds(10);

	private final JobExplorer explorer;

	private final JobOperator operator;

	private final Audit audit;

	private final SharedAnswer limits;

	private final CachedRead<List<String>> limited;

	LimitsApi(DashboardApi.Source source, Audit audit, AnswerCache answers, InstantSource clock) {
		this.explorer = source.explorer();
		this.operator = source.operator();
		this.audit = audit;
		this.limits = answers.answer(this::read);
		this.limited = new CachedRead<>(this::readLimited, clock, DISCOVERY);
	}

	List<Route> routes() {
		return List.of(Route.get("/api/limits", "The limits of the first 100 queues", (call) -> this.limits
			.get()).answersList(LimitRow.class), Route.post("/api/queues/{queue}/limit", Access.OPERATE,
					"Set the bound of a limit; without 'maxRunning' and 'rate', that of the configuration applies again",
					this::set)
				.takes(Bound.class)
				.answers(QueuesApi.Changed.class),
				Route
					.post("/api/queues/{queue}/hold-back", Access.OPERATE,
							"Prevent starts of jobs under a limit for 1 ms to 1 day", this::holdBack)
					.takes(Hold.class)
					.answers(QueuesApi.Changed.class));
	}

	/** Each queue costs two or three calls of the store, so most are asked seldom. */
	private List<LimitRow> read() {
		return this.limited.get()
			.stream()
			.flatMap((queue) -> limits(queue).stream().map((limit) -> LimitRow.of(queue, limit)))
			.toList();
	}

	/** The queues that have limits. */
	private List<String> readLimited() {
		return this.explorer.queues()
			.stream()
			.map(QueueInfo::name)
			.limit(MOST_QUEUES)
			.filter((queue) -> !limits(queue).isEmpty())
			.toList();
	}

	private List<LimitInfo> limits(String queue) {
		try {
			return this.explorer.limits(queue);
		}
		catch (UnsupportedStorePartException ex) {
			// A store of the application need not have limits.
			return List.of();
		}
	}

	private DashboardResponse set(Call call) {
		String queue = Names.requireQueue(call.variable("queue"));
		Bound bound = call.body(Bound.class);
		Rate rate = (bound.rate() == null || bound.rate().isBlank()) ? null : Rate.of(bound.rate());
		Limit limit = (bound.maxRunning() == null && rate == null) ? null : new Limit(bound.maxRunning(), rate);
		this.operator.limit(queue, name(bound.name()), limit);
		String action = (limit != null) ? "set a bound of maxRunning=%s rate=%s".formatted(bound.maxRunning(), rate)
				: "reset the bound";
		return changed(call, action, queue, name(bound.name()));
	}

	private DashboardResponse holdBack(Call call) {
		String queue = Names.requireQueue(call.variable("queue"));
		Hold hold = call.body(Hold.class);
		this.operator.holdBack(queue, name(hold.name()), Duration.ofMillis(hold.millis()));
		return changed(call, "hold back for %d ms".formatted(hold.millis()), queue, name(hold.name()));
	}

	private DashboardResponse changed(Call call, String action, String queue, String name) {
		this.limited.forget();
		this.audit.record(call, action,
				name.isEmpty() ? "queue " + queue : "limit %s of queue %s".formatted(name, queue), 1);
		return DashboardResponse.json(new QueuesApi.Changed(1));
	}

	private static String name(@Nullable String name) {
		return (name != null) ? name : "";
	}

	/**
	 * The bound of a limit.
	 *
	 * @param name the name of the limit, empty or {@code null} for the queue as a whole
	 * @param maxRunning how many jobs may run at once, {@code null} for no bound
	 * @param rate how many may start in a period, such as {@code 10/1s}; {@code null} for
	 * no bound
	 */
	record Bound(@Nullable String name, @Nullable Integer maxRunning, @Nullable String rate) {
	}

	/**
	 * A time without starts.
	 *
	 * @param name the name of the limit, empty or {@code null} for the queue as a whole
	 * @param millis how long
	 */
	record Hold(@Nullable String name, long millis) {
	}

	/**
	 * A limit of a queue.
	 *
	 * @param queue the queue
	 * @param name its name, empty for the queue as a whole
	 * @param maxRunning how many of its jobs may run at once, {@code null} for no bound
	 * @param rate how many may start in a period, {@code null} for no bound
	 * @param byOperator whether an operator has set the bound
	 * @param running how many run
	 * @param full whether as many run as may
	 * @param delayMillis how long no job may start
	 */
	record LimitRow(String queue, String name, @Nullable Integer maxRunning, @Nullable String rate, boolean byOperator,
			int running, boolean full, long delayMillis) {

		static LimitRow of(String queue, LimitInfo info) {
			Limit limit = info.limit();
			Rate rate = limit.rate();
			return new LimitRow(queue, info.name(), limit.maxRunning(), (rate != null) ? rate.toString() : null,
					info.operator() != null, info.running(), info.isFull(), info.delay().toMillis());
		}

	}

}
