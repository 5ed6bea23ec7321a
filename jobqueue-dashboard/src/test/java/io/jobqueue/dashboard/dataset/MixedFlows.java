package io.jobqueue.dashboard.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.jobqueue.FlowId;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.flow.FlowDriver;
import io.jobqueue.flow.FlowOptions;
import io.jobqueue.flow.PreparedFlow;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import org.jspecify.annotations.Nullable;

/** Flows in all states but two, which only a process that dies leaves. */
final class MixedFlows {

	/** The queue whose jobs a worker runs. */
	static final String QUEUE = "thumbnails";

	/** The queue whose jobs nobody runs. */
	static final String UNSERVED = "archive";

	private static final int SMALL = 60;

	private static final String FAILING = "resize";

	private final StoreBackend store;

	private final String worker;

	private final FlowDriver driver;

	private int jobs;

	private int flows;

	/**
	 * Describe flows.
	 * @param worker the id of the worker that runs their jobs
	 */
	MixedFlows(StoreBackend store, String worker) {
		this.store = store;
		this.worker = worker;
		this.driver = new FlowDriver(store, FlowOptions.DEFAULT);
	}

	/** Create the flows, and return the jobs that the worker holds. */
	Map<JobId, Integer> fill() {
		for (int i = 0; i < SMALL; i++) {
			FlowId small = create(List.of(jobs(UNSERVED, "store", 2)));
			if (i % 10 == 0) {
				this.driver.flows().cancel(small);
			}
		}
		create(List.of(jobs(QUEUE, "read", 1), jobs(QUEUE, "encode", 4), jobs(QUEUE, "publish", 1)));
		finishAll();
		create(List.of(jobs(QUEUE, "read", 1), jobs(UNSERVED, "encode", 1), jobs(UNSERVED, "publish", 1)));
		finishAll();
		List<NewJob> some = jobs(QUEUE, "encode", 80);
		some.addAll(jobs(QUEUE, FAILING, DataSet.FAILED_JOBS));
		create(DataSet.FAILED_FLOW, List.of(some));
		finishAll();
		create(List.of(jobs(QUEUE, "encode", 50), jobs(QUEUE, "publish", 1)));
		finish(claim(31));
		this.driver.relay(QUEUE);
		Map<JobId, Integer> held = new HashMap<>();
		claim(3).forEach((job) -> held.put(job.id(), job.delivery()));
		return held;
	}

	private FlowId create(List<List<NewJob>> stages) {
		return create(null, stages);
	}

	private FlowId create(@Nullable String name, List<List<NewJob>> stages) {
		FlowId id = FlowId.of("flow-%026d".formatted(++this.flows));
		this.driver.create(PreparedFlow.of(id, stages, job(QUEUE, "notify"), job(QUEUE, "warn"), null).named(name));
		return id;
	}

	private List<NewJob> jobs(String queue, String task, int count) {
		return new ArrayList<>(IntStream.range(0, count).mapToObj((i) -> job(queue, task)).toList());
	}

	/** Those that fail have hostile texts. */
	private NewJob job(String queue, String task) {
		JobId id = JobId.of("%s-%026d".formatted(queue, ++this.jobs));
		JobTraits traits = task.equals(FAILING)
				? JobTraits.NONE.withTags(List.of(HostileText.IMAGE, HostileText.ADDRESS)) : JobTraits.NONE;
		return new NewJob(id, queue, JobDetails.of(task, JobTexts.payload(this.jobs)), null, null, traits);
	}

	private void finishAll() {
		for (List<ClaimedJob> claimed = claim(100); !claimed.isEmpty(); claimed = claim(100)) {
			finish(claimed);
			this.driver.relay(QUEUE);
		}
	}

	private List<ClaimedJob> claim(int count) {
		return this.store.feed().claim(new ClaimRequest(QUEUE, this.worker, count, DataSet.LEASE)).jobs();
	}

	private void finish(List<ClaimedJob> claimed) {
		this.store.feed().finish(QUEUE, this.worker, claimed.stream().map(MixedFlows::outcome).toList());
	}

	private static Outcome outcome(ClaimedJob job) {
		if (!job.task().equals(FAILING)) {
			return Outcome.success(job, "\"done\"");
		}
		int number = Integer.parseInt(job.id().value().substring(QUEUE.length() + 1));
		return Outcome.end(job, JobStatus.FAILED, JobTexts.hostileError(number));
	}

}
