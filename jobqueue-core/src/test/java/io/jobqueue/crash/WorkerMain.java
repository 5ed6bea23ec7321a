package io.jobqueue.crash;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.jobqueue.maintenance.MaintenanceOptions;
import io.jobqueue.maintenance.MaintenanceRunner;
import io.jobqueue.maintenance.RetentionOptions;
import io.jobqueue.retry.RetryPolicy;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.WorkerIdentity;
import io.jobqueue.store.redis.RedisStoreBackend;
import io.jobqueue.task.TaskDefaults;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.worker.ContainerOptions;
import io.jobqueue.worker.JobListenerContainerRegistry;
import io.jobqueue.worker.WorkerOptions;
import io.jobqueue.worker.WorkerServices;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.support.GenericApplicationContext;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A worker process: what the auto-configuration does, by hand, so that the parts alone
 * are under test.
 */
final class WorkerMain {

	private WorkerMain() {
	}

	public static void main(String[] args) throws Exception {
		String id = args[0];
		WorkerSettings settings = WorkerSettings.parse(Arrays.asList(args).subList(1, args.length));
		GenericApplicationContext context = new GenericApplicationContext();
		LettuceConnectionFactory redis = new LettuceConnectionFactory("127.0.0.1", settings.redisPort());
		context.registerBean(LettuceConnectionFactory.class, () -> redis);
		context.registerBean(LedgerTask.class, () -> new LedgerTask(new Ledger(settings.ledger()), id));
		context.registerBean(JobListenerContainerRegistry.class, () -> worker(id, settings, context, redis));
		context.registerBean(MaintenanceRunner.class, () -> maintenance(settings, context, redis));
		context.registerShutdownHook();
		context.refresh();
		context.getBean(JobListenerContainerRegistry.class).awaitStopped(Duration.ofHours(1));
	}

	private static JobListenerContainerRegistry worker(String id, WorkerSettings settings,
			GenericApplicationContext context, LettuceConnectionFactory redis) {
		TaskRegistry tasks = new TaskScanner(context.getBeanFactory(),
				new TaskDefaults(settings.queue(), Duration.ofHours(1), RetryPolicy.DEFAULT, Map.of(), (text) -> text))
			.scan();
		ExecutorService executor = Executors.newCachedThreadPool();
		WorkerOptions defaults = WorkerOptions.DEFAULT;
		WorkerOptions options = new WorkerOptions(settings.lease(), defaults.pollInterval(), Duration.ofSeconds(1),
				defaults.interruptGrace(), defaults.unknownTaskTimeout(), defaults.maxLosses(), null, false);
		WorkerServices services = new WorkerServices(new RedisStoreBackend(redis, settings.namespace()), tasks,
				new JacksonJobSerializer(JsonMapper.builder().build()), List.of(), List.of(), InstantSource.system(),
				executor, (name) -> executor);
		WorkerIdentity identity = new WorkerIdentity(id, InetAddress.getLoopbackAddress().getHostName(),
				ProcessHandle.current().pid(), Instant.now());
		return new JobListenerContainerRegistry(identity,
				List.of(new ContainerOptions(settings.queue(), settings.concurrency())), options, services);
	}

	private static MaintenanceRunner maintenance(WorkerSettings settings, GenericApplicationContext context,
			LettuceConnectionFactory redis) {
		JobListenerContainerRegistry worker = context.getBean(JobListenerContainerRegistry.class);
		return new MaintenanceRunner(new RedisStoreBackend(redis, settings.namespace()), List.of(settings.queue()),
				new MaintenanceOptions(settings.lease(), 5, RetentionOptions.DEFAULT), worker::reclaimed);
	}

}
