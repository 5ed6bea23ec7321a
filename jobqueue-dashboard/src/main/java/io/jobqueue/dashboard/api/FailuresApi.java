package io.jobqueue.dashboard.api;

import java.util.List;

import io.jobqueue.JobExplorer;
import io.jobqueue.dashboard.answer.AnswerCache;
import io.jobqueue.dashboard.answer.SharedAnswer;
import io.jobqueue.dashboard.route.Route;

/** Dead letters in groups. */
final class FailuresApi {

	private static final int MOST_GROUPS = 500;

	private final JobExplorer explorer;

	private final SharedAnswer answer;

	FailuresApi(JobExplorer explorer, AnswerCache answers) {
		this.explorer = explorer;
		this.answer = answers.answer(this::read);
	}

	List<Route> routes() {
		return List.of(
				Route
					.get("/api/failures", "The largest 500 groups of dead letters by queue, task and error",
							(call) -> this.answer.get())
					.answersList(FailureRow.class));
	}

	private List<FailureRow> read() {
		return this.explorer.failures().stream().limit(MOST_GROUPS).map(FailureRow::of).toList();
	}

}
