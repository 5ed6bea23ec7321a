package io.jobqueue.raw;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.RawJobFactory;
import io.jobqueue.dispatch.JobPreparation;
import io.jobqueue.event.JobEvents;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the mover of an application that runs jobs. A raw queue without a task or factory
 * here is refused if its queue is served; else the application only pushes to it.
 */
public final class RawMovers {

	private static final Logger logger = LoggerFactory.getLogger(RawMovers.class);

	private static final int LEAST_WAITING = 500;

	private final StoreBackend store;

	private final JobPreparation preparation;

	private final TaskRegistry tasks;

	private final JobSerializer serializer;

	private final List<RawJobFactory> factories;

	private final long maxSize;

	/**
	 * Create it.
	 * @param store where raw queues and jobs are
	 * @param preparation turns requests into jobs
	 * @param tasks the tasks of this application
	 * @param serializer reads payloads
	 * @param factories those of the application
	 * @param maxSize the largest size of an item in bytes
	 */
	public RawMovers(StoreBackend store, JobPreparation preparation, TaskRegistry tasks, JobSerializer serializer,
			List<RawJobFactory> factories, long maxSize) {
		this.store = store;
		this.preparation = preparation;
		this.tasks = tasks;
		this.serializer = serializer;
		this.factories = List.copyOf(factories);
		this.maxSize = maxSize;
	}

	/**
	 * Make the mover.
	 * @param queues the raw queues
	 * @param atStart the queues that the worker serves from its start
	 * @param served the queues that it serves at the moment
	 * @param concurrency how many jobs of a queue the worker runs at the same time
	 * @param events what becomes of jobs is published here
	 * @throws InvalidTaskException if the items of a raw queue cannot become jobs here
	 */
	public RawMover mover(RawQueues queues, Collection<String> atStart, Supplier<List<String>> served,
			ToIntFunction<String> concurrency, JobEvents events) {
		List<RawQueueMover> movers = new ArrayList<>();
		for (RawQueue queue : queues.all()) {
			boolean serves = atStart.contains(queue.queue());
			jobs(queue, serves).ifPresent((jobs) -> {
				int mostWaiting = (int) Math.max(LEAST_WAITING, 10L * concurrency.applyAsInt(queue.queue()));
				movers.add(new RawQueueMover(queue, jobs, this.store, events, mostWaiting, this.maxSize));
				if (!serves) {
					logger.warn("Raw queue '{}' fills queue '{}', which this application does not serve; its items "
							+ "stay where they are until a worker with this raw queue serves it: add "
							+ "'jobqueue.queues.{}'", queue.name(), queue.queue(), queue.queue());
				}
			});
		}
		return new RawMover(movers, this.store.outage(), served);
	}

	private Optional<RawJobs> jobs(RawQueue queue, boolean serves) {
		if (queue.task() != null) {
			Task task = this.tasks.find(queue.task()).orElse(null);
			if (task != null) {
				return Optional.of(RawJobs.of(queue, this.maxSize, this.preparation, task, this.serializer));
			}
			return none(serves,
					("Raw queue '%s' is for task '%s', which this application does not have; its tasks are %s. "
							+ "Change 'jobqueue.raw-queues.%s.task'")
						.formatted(queue.name(), queue.task(),
								new TreeSet<>(this.tasks.tasks().stream().map(Task::name).toList()), queue.name()));
		}
		List<RawJobFactory> matching = this.factories.stream().filter((each) -> each.handles(queue.name())).toList();
		if (matching.size() == 1) {
			return Optional.of(RawJobs.of(queue, this.maxSize, this.preparation, matching.get(0)));
		}
		return none(serves || matching.size() > 1,
				("Raw queue '%s' has no task, and %d beans of the type RawJobFactory handle it: set "
						+ "'jobqueue.raw-queues.%s.task', or declare one such bean")
					.formatted(queue.name(), matching.size(), queue.name()));
	}

	private static Optional<RawJobs> none(boolean refused, String reason) {
		if (refused) {
			throw new InvalidTaskException(reason);
		}
		return Optional.empty();
	}

}
