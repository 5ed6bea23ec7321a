package io.jobqueue.management;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

import io.jobqueue.AuditEntry;
import io.jobqueue.AuditPage;
import io.jobqueue.FailureGroup;
import io.jobqueue.FlowId;
import io.jobqueue.FlowInfo;
import io.jobqueue.FlowMember;
import io.jobqueue.FlowPage;
import io.jobqueue.FlowQuery;
import io.jobqueue.InvalidJobException;
import io.jobqueue.JobCount;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobLogLine;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.JobSchedule;
import io.jobqueue.JobStack;
import io.jobqueue.JobStatistics;
import io.jobqueue.JobStatus;
import io.jobqueue.JobStepInfo;
import io.jobqueue.JobSummaryPage;
import io.jobqueue.JobWait;
import io.jobqueue.LimitInfo;
import io.jobqueue.Names;
import io.jobqueue.QueueInfo;
import io.jobqueue.RawQueueInfo;
import io.jobqueue.StatisticsQuery;
import io.jobqueue.TaskStatistics;
import io.jobqueue.TypeReference;
import io.jobqueue.WorkerInfo;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.FlowOptions;
import io.jobqueue.flow.JobFlows;
import io.jobqueue.management.drain.WorkerDraining;
import io.jobqueue.raw.RawQueues;
import io.jobqueue.schedule.ScheduleReads;
import io.jobqueue.management.masking.MaskedBackend;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.serialization.PayloadMask;
import io.jobqueue.serialization.TextScope;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.audit.AuditPosition;
import io.jobqueue.store.audit.AuditStore;
import io.jobqueue.store.notes.JobNotes;
import io.jobqueue.management.stack.StackReads;
import io.jobqueue.store.stack.StackRequests;
import org.jspecify.annotations.Nullable;

/** Reads from a store. */
public final class StoreJobExplorer implements JobExplorer {

	private static final int LARGEST_AUDIT_PAGE = 1000;

	private final StoreBackend store;

	private final JobQueries queries;

	private final JobSearch search;

	private final JobSerializer serializer;

	private final JobAwait await;

	private final LimitReads limits;

	private final ScheduleReads schedules;

	private final StatisticsReads statistics;

	private final RawQueues rawQueues;

	private final JobFlows flows;

	private final PayloadMask mask;

	public StoreJobExplorer(StoreBackend store, JobSerializer serializer) {
		this(store, serializer, (task) -> true);
	}

	/**
	 * Create an explorer.
	 * @param knownTasks whether this application knows a task of that name; an error of
	 * {@code await} mentions it if not
	 */
	public StoreJobExplorer(StoreBackend store, JobSerializer serializer, Predicate<String> knownTasks) {
		this(store, serializer, knownTasks, new RawQueues(store, List.of()), PayloadMask.of(serializer));
	}

	/**
	 * Create an explorer of an application with raw queues.
	 * @param rawQueues the raw queues
	 * @param mask masks what is sensitive in all that is returned, except by
	 * {@code result}
	 */
	public StoreJobExplorer(StoreBackend store, JobSerializer serializer, Predicate<String> knownTasks,
			RawQueues rawQueues, PayloadMask mask) {
		this.rawQueues = rawQueues;
		this.flows = new JobFlows(store, FlowOptions.DEFAULT, JobEvents.NONE);
		this.store = store;
		this.mask = mask;
		this.queries = new MaskedBackend(store, mask).queries();
		this.search = new JobSearch(this.queries);
		this.serializer = serializer;
		this.limits = new LimitReads(store, this::isServed);
		this.schedules = new ScheduleReads(store, mask);
		this.statistics = new StatisticsReads(store);
		this.await = new JobAwait(this::find, this::isServed, (queue) -> queue(queue).paused(), knownTasks);
	}

	@Override
	public Optional<JobInfo> find(JobId id) {
		StoreJobOperator.requireId(id);
		return Optional.ofNullable(this.queries.find(List.of(id)).get(id));
	}

	@Override
	public Map<JobId, JobInfo> findAll(Collection<JobId> ids) {
		ids.forEach(StoreJobOperator::requireId);
		return ids.isEmpty() ? Map.of() : this.queries.find(ids);
	}

	@Override
	public <R> Optional<R> result(JobId id, Class<R> type) {
		return read(id, Objects.requireNonNull(type, "The type of a result must not be null"));
	}

	@Override
	public <R> Optional<R> result(JobId id, TypeReference<R> type) {
		return read(id, Objects.requireNonNull(type, "The type of a result must not be null").type());
	}

	@SuppressWarnings("unchecked")
	private <R> Optional<R> read(JobId id, Type type) {
		StoreJobOperator.requireId(id);
		// As it is stored: that of find(…) is masked.
		JobInfo job = this.store.queries().find(List.of(id)).get(id);
		if (job == null || job.status() != JobStatus.SUCCESS || job.result() == null) {
			return Optional.empty();
		}
		JobSerializer serializer = this.serializer.within(TextScope.result(job.task()));
		return Optional.ofNullable((R) serializer.read(job.result(), type));
	}

	@Override
	public JobStack stack(JobId id) {
		return new StackReads(this.store.part(StackRequests.class), this::find).read(id);
	}

	@Override
	public List<JobLogLine> log(JobId id, long from) {
		NoteReads.requireNumber(from);
		return find(id).map((job) -> NoteReads.log(this.store.part(JobNotes.class), job, from)).orElse(List.of());
	}

	@Override
	public List<JobStepInfo> steps(JobId id) {
		return find(id).map((job) -> NoteReads.steps(this.store.part(JobNotes.class), job, this.mask))
			.orElse(List.of());
	}

	@Override
	public JobInfo await(JobId id, Duration timeout) {
		Objects.requireNonNull(timeout, "The time to wait for a job must not be null");
		return this.await.await(StoreJobOperator.requireId(id), timeout);
	}

	@Override
	public JobPage search(JobQuery query) {
		return this.search.search(StoreJobOperator.requireQuery(query));
	}

	@Override
	public List<QueueInfo> queues() {
		return this.queries.queues(this.queries.queues());
	}

	@Override
	public JobSummaryPage summaries(JobQuery query) {
		return this.search.summaries(StoreJobOperator.requireQuery(query));
	}

	@Override
	public long count(JobQuery query) {
		return this.search.count(StoreJobOperator.requireQuery(query), null).count();
	}

	@Override
	public JobCount count(JobQuery query, Duration time) {
		Objects.requireNonNull(time, "The time to count jobs must not be null");
		return this.search.count(StoreJobOperator.requireQuery(query), time);
	}

	@Override
	public QueueInfo queue(String name) {
		return this.queries.queue(Names.requireQueue(name));
	}

	@Override
	public List<LimitInfo> limits(String queue) {
		return this.limits.limits(Names.requireQueue(queue));
	}

	@Override
	public List<JobWait> waitsFor(JobId id) {
		return find(id).map(this.limits::waitsFor).orElse(List.of());
	}

	@Override
	public List<WorkerInfo> workers() {
		return new WorkerDraining(this.store, JobEvents.NONE).workers();
	}

	@Override
	public List<JobSchedule> schedules() {
		return this.schedules.list(null, ScheduleReads.LARGEST_PAGE);
	}

	private boolean isServed(String queue) {
		return this.queries.workers()
			.stream()
			.flatMap((worker) -> worker.containers().stream())
			.anyMatch((container) -> container.queue().equals(queue));
	}

	@Override
	public List<FailureGroup> failures() {
		return this.search.failures();
	}

	@Override
	public JobStatistics statistics(StatisticsQuery query) {
		return this.statistics.statistics(requireQuery(query));
	}

	@Override
	public List<TaskStatistics> taskStatistics(StatisticsQuery query) {
		return this.statistics.taskStatistics(requireQuery(query));
	}

	private static StatisticsQuery requireQuery(StatisticsQuery query) {
		return Objects.requireNonNull(query, "The query for statistics must not be null");
	}

	@Override
	public AuditPage audit(@Nullable String before, int limit) {
		if (limit < 1 || limit > LARGEST_AUDIT_PAGE) {
			throw new InvalidJobException("A page of the audit has from 1 to %d entries, but the limit was %d"
				.formatted(LARGEST_AUDIT_PAGE, limit));
		}
		AuditPosition position = (before != null) ? AuditPosition.parse(before) : null;
		List<AuditEntry> entries = this.store.part(AuditStore.class).page(position, limit + 1);
		boolean more = entries.size() > limit;
		List<AuditEntry> page = more ? entries.subList(0, limit) : entries;
		return new AuditPage(page, more ? page.get(limit - 1).id() : null);
	}

	@Override
	public RawQueueInfo rawQueue(String name) {
		return this.rawQueues.info(name, this.mask);
	}

	@Override
	public Optional<FlowInfo> flow(FlowId id) {
		return this.flows.find(StoreJobOperator.requireId(id));
	}

	@Override
	public FlowPage flows(FlowQuery query) {
		return this.flows.list(Objects.requireNonNull(query, "The query for flows must not be null"));
	}

	@Override
	public List<FlowMember> members(FlowId id, int from, int limit) {
		return this.flows.members(StoreJobOperator.requireId(id), from, limit);
	}

}
