package io.jobqueue.dashboard.api.job;

import java.time.InstantSource;
import java.util.List;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobStack;
import io.jobqueue.dashboard.answer.SharedAnswers;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.dashboard.route.Route;
import org.jspecify.annotations.Nullable;

/**
 * The stacks of a running job. Several viewers of a job share one request to its worker.
 */
public final class JobStackApi {

	private final JobExplorer explorer;

	private final SharedAnswers<JobId> answers;

	/**
	 * Create the route.
	 * @param explorer requests stacks
	 * @param clock the clock for the age of shared answers
	 */
	public JobStackApi(JobExplorer explorer, InstantSource clock) {
		this.explorer = explorer;
		this.answers = new SharedAnswers<>(this::read, clock);
	}

	public List<Route> routes() {
		return List.of(
				Route
					.get("/api/jobs/{id}/stack", "The stacks of a running job, from its worker, which may take 5 s",
							this::stack)
					.answers(Stack.class));
	}

	private DashboardResponse stack(Call call) {
		return this.answers.get(JobId.of(call.variable("id")));
	}

	private Stack read(JobId id) {
		JobStack stack = this.explorer.stack(id);
		if (stack.outcome() == JobStack.Outcome.NOT_RUNNING) {
			JobsApi.find(this.explorer, id);
		}
		return new Stack(stack.outcome(), stack.worker(), stack.text());
	}

	/**
	 * The stacks of the threads of a job.
	 *
	 * @param outcome whether they were taken, or why not
	 * @param worker the worker that runs the job
	 * @param text the stacks; empty unless they were taken
	 */
	record Stack(JobStack.Outcome outcome, @Nullable String worker, String text) {
	}

}
