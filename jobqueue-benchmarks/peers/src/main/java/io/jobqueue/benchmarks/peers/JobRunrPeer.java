package io.jobqueue.benchmarks.peers;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.IntStream;

import io.jobqueue.benchmarks.contender.Body;
import io.jobqueue.benchmarks.contender.Contender;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;
import org.jspecify.annotations.Nullable;

/** JobRunr OSS with the shortest poll that its storage allows. */
abstract class JobRunrPeer extends Peer {

	private final Duration poll;

	private final JsonMapper mapper = new Jackson3JsonMapper();

	private StorageProvider storage;

	private JobRequestScheduler scheduler;

	private @Nullable BackgroundJobServer server;

	JobRunrPeer(StorageProvider storage, Duration poll) {
		this.poll = poll;
		this.storage = storage;
		this.scheduler = use(storage);
	}

	private JobRequestScheduler use(StorageProvider storage) {
		storage.setJobMapper(new JobMapper(this.mapper));
		this.storage = storage;
		this.scheduler = new JobRequestScheduler(storage);
		return this.scheduler;
	}

	/** A storage without jobs. */
	abstract StorageProvider emptyStorage();

	@Override
	public void empty() {
		use(emptyStorage());
	}

	@Override
	void dispatch(String text) {
		this.scheduler.enqueue(new Work(text));
	}

	@Override
	public void dispatchBulk(int jobs, int payloadBytes) {
		String text = Contender.text(payloadBytes);
		this.scheduler.enqueue(IntStream.range(0, jobs).mapToObj((i) -> new Work(text)));
	}

	@Override
	void start(int concurrency) {
		JobActivator activator = new JobActivator() {
			@Override
			public <T> T activateJob(Class<T> type) {
				return type.cast(new Handler());
			}
		};
		this.server = new BackgroundJobServer(this.storage, this.mapper, activator,
				BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
					.andWorkerCount(concurrency)
					.andPollInterval(this.poll));
		this.server.start();
	}

	@Override
	void stop() {
		Objects.requireNonNull(this.server).stop();
		this.server = null;
	}

	@Override
	public void close() {
		this.storage.close();
	}

	/**
	 * A payload.
	 *
	 * @param text what it carries
	 */
	public record Work(String text) implements JobRequest {

		@Override
		public Class<Handler> getJobRequestHandler() {
			return Handler.class;
		}

	}

	/** Runs a job. */
	public static final class Handler implements JobRequestHandler<Work> {

		@Override
		public void run(Work work) {
			Body.run();
		}

	}

}
