package io.jobqueue.crash;

import io.jobqueue.payload.StoredPayloads;
import io.jobqueue.serialization.PayloadMask;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.jobqueue.JobRequest;
import io.jobqueue.JobSchedule.Definition;
import io.jobqueue.JobSchedule.Origin;
import io.jobqueue.Misfire;
import io.jobqueue.Overlap;
import io.jobqueue.crash.WorkerSettings.Traits;
import io.jobqueue.dispatch.DispatchOptions;
import io.jobqueue.dispatch.JobPreparation;
import io.jobqueue.dispatch.PayloadWriter;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.FlowThread;
import io.jobqueue.flow.JobFlows;
import io.jobqueue.flow.WorkerFlows;
import io.jobqueue.maintenance.MaintenanceOptions;
import io.jobqueue.maintenance.MaintenanceRunner;
import io.jobqueue.maintenance.RetentionOptions;
import io.jobqueue.maintenance.StoreDuties;
import io.jobqueue.retry.RetryPolicy;
import io.jobqueue.schedule.DeclaredSchedule;
import io.jobqueue.schedule.ScheduleTimer;
import io.jobqueue.schedule.StoreJobSchedules;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.worker.options.AttemptTransaction;
import io.jobqueue.worker.options.LogOptions;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.task.settings.TaskDefaults;
import io.jobqueue.worker.JobWorker;
import io.jobqueue.worker.options.ContainerOptions;
import io.jobqueue.worker.options.QueuePattern;
import io.jobqueue.worker.options.SharedContainer;
import io.jobqueue.worker.options.WorkerOptions;
import io.jobqueue.worker.options.WorkerServices;
import io.jobqueue.worker.thread.JobThreads;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.support.GenericApplicationContext;

/**
 * The beans of a worker: what the auto-configuration does, by hand, so that the parts
 * alone are under test.
 */
final class WorkerContext {

	private final String id;

	private final WorkerSettings settings;

	private final GenericApplicationContext context = new GenericApplicationContext();

	private final StoreBackend store;

	private WorkerContext(String id, WorkerSettings settings, WorkerStore opened) {
		this.id = id;
		this.settings = settings;
		this.store = opened.backend();
		this.context.registerBean("connections", Object.class, opened::connections);
	}

	/** A context that is ready to be refreshed. */
	static GenericApplicationContext of(String id, WorkerSettings settings) {
		return of(id, settings, WorkerStore.open(settings.store()));
	}

	/** The same on a store that is open. */
	static GenericApplicationContext of(String id, WorkerSettings settings, WorkerStore store) {
		WorkerContext worker = new WorkerContext(id, settings, store);
		worker.registerTasks();
		worker.context.registerBean(JobThreads.class, () -> new JobThreads(WorkerContext::thread));
		worker.context.registerBean(JobWorker.class, worker::jobWorker);
		worker.context.registerBean(MaintenanceRunner.class, worker::maintenance);
		worker.context.registerBean(ScheduleTimer.class, worker::scheduleTimer);
		worker.context.registerBean(FlowThread.class, worker::flowThread);
		return worker.context;
	}

	private static Thread thread(Runnable action) {
		Thread thread = new Thread(action, "job");
		thread.setDaemon(true);
		return thread;
	}

	private void registerTasks() {
		this.context.registerBean(LedgerTask.class, () -> new LedgerTask(ledger(), this.id));
		this.context.registerBean(BoundTask.class, () -> new BoundTask(ledger(), this.id));
		this.context.registerBean(FlakyTask.class, () -> new FlakyTask(ledger(), this.id));
		this.context.registerBean(PoisonTask.class, () -> new PoisonTask(ledger(), this.id));
		this.context.registerBean(StubbornTask.class, () -> new StubbornTask(ledger(), this.id));
		if (this.settings.traits().newRelease()) {
			this.context.registerBean(NewReleaseTask.class, () -> new NewReleaseTask(ledger(), this.id));
		}
	}

	private FlowThread flowThread() {
		return new FlowThread(new JobFlows(this.store, FlowHarms.OPTIONS, JobEvents.NONE), this.settings::queues);
	}

	private WorkerFlows flows() {
		FlowThread thread = this.context.getBean(FlowThread.class);
		return new WorkerFlows(new JobFlows(this.store, FlowHarms.OPTIONS, JobEvents.NONE), preparation()::prepare,
				new JacksonJobSerializer(), thread);
	}

	private JobPreparation preparation() {
		return new JobPreparation(new TaskScanner(this.context.getBeanFactory(), taskDefaults()).scan(),
				new PayloadWriter(new JacksonJobSerializer(), DispatchOptions.DEFAULT), List.of(),
				DispatchOptions.DEFAULT.maxDelay(), clock(this.settings.traits()));
	}

	private JobWorker jobWorker() {
		WorkerOptions defaults = WorkerOptions.DEFAULT;
		WorkerOptions options = new WorkerOptions(this.settings.lease(), defaults.pollInterval(), Duration.ofSeconds(1),
				defaults.interruptGrace(), defaults.unknownTaskTimeout(), defaults.claimAhead(), defaults.maxLosses(),
				defaults.maxInterruptions(), null, false);
		JobThreads threads = this.context.getBean(JobThreads.class);
		InstantSource clock = clock(this.settings.traits());
		WorkerServices services = new WorkerServices(this.store,
				new TaskScanner(this.context.getBeanFactory(), taskDefaults()).scan(),
				new JacksonJobSerializer(JsonMapper.builder().build()), List.of(),
				new JobEvents(List.of(new LedgerListener(ledger(), this.id))), clock, threads, (name) -> threads,
				(action) -> action, StoredPayloads.NONE, LogOptions.DEFAULT, AttemptTransaction.NONE, flows());
		WorkerIdentity identity = new WorkerIdentity(this.id, InetAddress.getLoopbackAddress().getHostName(),
				ProcessHandle.current().pid(), clock.instant());
		return new JobWorker(() -> identity, this.settings.queues().stream().map(this::container).toList(), options,
				services);
	}

	private ContainerOptions container(String queue) {
		SharedContainer.Order order = this.settings.traits().shared();
		if (order == null) {
			return new ContainerOptions(queue, this.settings.concurrency());
		}
		List<QueuePattern> queues = this.settings.queues().stream().map(QueuePattern::new).toList();
		return new ContainerOptions(queue,
				new SharedContainer("shared", queues, order,
						(order == SharedContainer.Order.WEIGHTED) ? Map.of(queues.get(0).text(), 3) : Map.of(),
						this.settings.concurrency()));
	}

	private MaintenanceRunner maintenance() {
		JobWorker worker = this.context.getBean(JobWorker.class);
		return new MaintenanceRunner(this.store.outage(),
				StoreDuties.of(
						this.store, this.settings::queues, new MaintenanceOptions(this.settings.lease(),
								WorkerOptions.DEFAULT.maxLosses(), RetentionOptions.DEFAULT),
						worker::reclaimed, worker::idleHints));
	}

	private ScheduleTimer scheduleTimer() {
		JobWorker worker = this.context.getBean(JobWorker.class);
		InstantSource clock = clock(this.settings.traits());
		return new ScheduleTimer(this.store,
				new StoreJobSchedules(this.store, preparation(), new JobEvents(List.of()), clock,
						PayloadMask.of(new JacksonJobSerializer())),
				IntStream.range(0, this.settings.traits().schedules()).mapToObj(WorkerContext::schedule).toList(),
				() -> worker.isDraining() ? List.of() : this.settings.queues(), worker::id);
	}

	private static DeclaredSchedule schedule(int number) {
		return new DeclaredSchedule(Definition.of("schedule-" + number, JobRequest.of(LedgerTask.NAME, 0))
			.withEvery(ScheduleHarms.INTERVAL)
			.withOverlap(Overlap.ALLOW)
			.withMisfire(Misfire.ALL)
			.withMisfireCap(1000), Origin.CODE);
	}

	private TaskDefaults taskDefaults() {
		return new TaskDefaults(this.settings.queues().get(0), Duration.ofHours(1), RetryPolicy.DEFAULT, Map.of(),
				(text) -> text);
	}

	private Ledger ledger() {
		return new Ledger(Path.of(this.settings.ledger()));
	}

	private static InstantSource clock(Traits traits) {
		return () -> Instant.now().plus(traits.clockAhead());
	}

}
