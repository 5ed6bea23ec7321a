package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.jobqueue.FlowId;
import io.jobqueue.FlowInfo;
import io.jobqueue.FlowMember;
import io.jobqueue.FlowStatus;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.flow.FlowDriver;
import io.jobqueue.flow.PreparedFlow;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.NewJob;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/** Flows of jobs, a worker that runs them, and what it has run. */
abstract class FlowScene extends StoreContract {

	private static final AtomicInteger COUNT = new AtomicInteger();

	protected static final List<String> QUEUES = List.of(QUEUE, OTHER_QUEUE);

	protected FlowDriver driver;

	/** The jobs that have run, by task. */
	protected final List<String> ran = new ArrayList<>();

	@BeforeEach
	void drive() {
		this.driver = new FlowDriver(this.store);
		this.ran.clear();
	}

	protected static FlowId newId() {
		return FlowId.of("flow-%08d".formatted(COUNT.incrementAndGet()));
	}

	protected static NewJob task(String task) {
		return task(QUEUE, task);
	}

	protected static NewJob task(String queue, String task) {
		return new NewJob(JobSpec.in(queue).build().id(), queue, task, "null");
	}

	protected static List<NewJob> tasks(String task, int count) {
		return IntStream.range(0, count).mapToObj((i) -> task((i % 2 == 0) ? QUEUE : OTHER_QUEUE, task)).toList();
	}

	protected static PreparedFlow flow(List<List<NewJob>> stages) {
		return PreparedFlow.of(newId(), stages, task("success"), task("failure"), task("complete"));
	}

	protected static PreparedFlow batch(int count) {
		return flow(List.of(tasks("member", count)));
	}

	protected FlowId create(PreparedFlow flow) {
		FlowDriver.patient(this.store).create(flow);
		return flow.id();
	}

	protected FlowInfo flow(FlowId id) {
		return this.driver.flows().find(id).orElseThrow();
	}

	protected @Nullable FlowStatus flowStatus(FlowId id) {
		return this.driver.flows().find(id).map(FlowInfo::status).orElse(null);
	}

	protected List<FlowMember> members(FlowId id) {
		return this.driver.flows().members(id, 0, 1_000);
	}

	/**
	 * Run all jobs that wait, those of the given tasks without success, and what follows.
	 */
	protected void runAll(String... failing) {
		do {
			relay();
		}
		while (runOnce(failing) > 0);
	}

	/** Run all jobs that wait now. */
	protected int runOnce(String... failing) {
		int count = 0;
		for (String queue : QUEUES) {
			List<ClaimedJob> jobs = this.store.feed().claim(new ClaimRequest(queue, WORKER, 1_000, LONG)).jobs();
			for (ClaimedJob job : jobs) {
				Outcome outcome = Set.of(failing).contains(job.task()) ? Outcome.end(job, JobStatus.FAILED, ERROR)
						: Outcome.success(job, "\"" + job.task() + "\"");
				assertThat(this.store.feed().finish(queue, WORKER, List.of(outcome)))
					.containsExactly(FinishResult.APPLIED);
				this.ran.add(job.task());
			}
			count += jobs.size();
		}
		return count;
	}

	protected void relay() {
		QUEUES.forEach(this.driver::relay);
	}

	/** Let maintenance do its work until a flow has a status. */
	protected void awaitFlow(FlowId id, FlowStatus status) {
		await().atMost(Duration.ofSeconds(20)).until(() -> {
			this.driver.upkeep();
			runAll();
			return flowStatus(id) == status;
		});
	}

	protected long ran(String task) {
		return this.ran.stream().filter(task::equals).count();
	}

	protected List<JobId> jobs(FlowId id) {
		return members(id).stream().map(FlowMember::job).toList();
	}

}
