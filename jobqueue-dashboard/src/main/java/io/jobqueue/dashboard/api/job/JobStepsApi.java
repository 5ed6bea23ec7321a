package io.jobqueue.dashboard.api.job;

import java.util.ArrayList;
import java.util.List;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobStepInfo;
import io.jobqueue.autoconfigure.properties.DashboardProperties.Payloads;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.store.UnsupportedStorePartException;
import org.jspecify.annotations.Nullable;

/** The finished steps of a job. An answer is bounded by the size of their results. */
public final class JobStepsApi {

	/** In characters, of the results of all steps together. */
	static final int MOST_TEXT = 256 * 1024;

	/** In characters, of each result that comes after these. */
	static final int LEAST_TEXT = 1024;

	private final JobExplorer explorer;

	private final StoredText texts;

	/**
	 * Create the route.
	 * @param explorer reads steps
	 * @param payloads how payloads are shown; results of steps have values of them
	 */
	public JobStepsApi(JobExplorer explorer, Payloads payloads) {
		this.explorer = explorer;
		this.texts = new StoredText(payloads);
	}

	public List<Route> routes() {
		return List
			.of(Route.get("/api/jobs/{id}/steps", "The finished steps of a job", this::steps).answers(Steps.class));
	}

	private DashboardResponse steps(Call call) {
		JobId id = JobId.of(call.variable("id"));
		List<JobStepInfo> steps = steps(id);
		if (steps.isEmpty()) {
			JobsApi.find(this.explorer, id);
		}
		return DashboardResponse.json(new Steps(shown(steps)));
	}

	private List<JobStepInfo> steps(JobId id) {
		try {
			return this.explorer.steps(id);
		}
		catch (UnsupportedStorePartException ex) {
			return List.of();
		}
	}

	private List<Step> shown(List<JobStepInfo> steps) {
		List<Step> shown = new ArrayList<>(steps.size());
		int left = MOST_TEXT;
		for (JobStepInfo step : steps) {
			StoredText.Shown result = this.texts.of(step.result(), Math.max(left, LEAST_TEXT));
			left -= (result != null) ? result.text().length() : 0;
			shown.add(new Step(step.number(), step.name(), result));
		}
		return shown;
	}

	/**
	 * The finished steps of a job.
	 *
	 * @param steps the steps in the order in which they were finished
	 */
	record Steps(List<Step> steps) {
	}

	/**
	 * A finished step.
	 *
	 * @param number its position, from 1
	 * @param name its name
	 * @param result its result, {@code null} if it is hidden; {@code true} for a step
	 * without a result
	 */
	record Step(int number, String name, StoredText.@Nullable Shown result) {
	}

}
