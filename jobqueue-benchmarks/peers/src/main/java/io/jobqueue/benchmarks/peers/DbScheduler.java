package io.jobqueue.benchmarks.peers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.benchmarks.contender.Body;
import io.jobqueue.benchmarks.contender.Contender;
import org.jspecify.annotations.Nullable;

/**
 * db-scheduler with lock-and-fetch, the limits that its documentation gives for high
 * throughput, and immediate execution.
 */
final class DbScheduler extends Peer {

	private static final OneTimeTask<String> TASK = Tasks.oneTime("bench", String.class)
		.execute((instance, context) -> Body.run());

	private final HikariDataSource database;

	private final SchedulerClient client;

	private @Nullable Scheduler scheduler;

	private boolean elsewhere;

	DbScheduler(String url) {
		this.database = Postgres.pool(url);
		this.client = SchedulerClient.Builder.create(this.database, TASK).build();
	}

	@Override
	void dispatch(String text) {
		client().scheduleIfNotExists(instance(text), Instant.now());
	}

	private SchedulerClient client() {
		return (this.scheduler != null && !this.elsewhere) ? this.scheduler : this.client;
	}

	private static TaskInstance<String> instance(String text) {
		return TASK.instance(UUID.randomUUID().toString(), text);
	}

	@Override
	public void dispatchBulk(int jobs, int payloadBytes) {
		String text = Contender.text(payloadBytes);
		for (int sent = 0; sent < jobs; sent += CHUNK) {
			List<TaskInstance<?>> chunk = new ArrayList<>(CHUNK);
			for (int i = sent; i < Math.min(jobs, sent + CHUNK); i++) {
				chunk.add(instance(text));
			}
			client().scheduleBatch(chunk, Instant.now());
		}
	}

	@Override
	void start(int concurrency) {
		this.scheduler = Scheduler.create(this.database, TASK)
			.threads(concurrency)
			.pollUsingLockAndFetch(1.0, 4.0)
			.pollingInterval(Duration.ofMillis(100))
			.enableImmediateExecution()
			.build();
		this.scheduler.start();
	}

	/** A client without the scheduler: nothing is executed before the next poll. */
	@Override
	public void elsewhere() {
		this.elsewhere = true;
	}

	@Override
	void stop() {
		Objects.requireNonNull(this.scheduler).stop();
		this.scheduler = null;
		this.elsewhere = false;
	}

	@Override
	public void close() {
		this.database.close();
	}

}
