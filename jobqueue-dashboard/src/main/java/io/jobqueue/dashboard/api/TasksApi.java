package io.jobqueue.dashboard.api;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;

/** The tasks that this application knows. */
final class TasksApi {

	private final TaskRegistry tasks;

	TasksApi(TaskRegistry tasks) {
		this.tasks = tasks;
	}

	List<Route> routes() {
		return List
			.of(Route.get("/api/tasks", "The tasks that this application knows", this::list).answersList(Row.class));
	}

	private DashboardResponse list(Call call) {
		return DashboardResponse
			.json(this.tasks.tasks().stream().sorted(Comparator.comparing(Task::name)).map(Row::of).toList());
	}

	/**
	 * A task.
	 *
	 * @param name its name
	 * @param aliases its earlier names
	 * @param queue the queue of its jobs unless a request says otherwise
	 * @param timeoutMillis how long an attempt may run
	 * @param maxRetries the number of retries
	 * @param payloadType the type of its payload
	 */
	record Row(String name, Set<String> aliases, String queue, long timeoutMillis, int maxRetries, String payloadType) {

		static Row of(Task task) {
			return new Row(task.name(), task.aliases(), task.queue(), task.timeout().toMillis(),
					task.retryPolicy().maxRetries(), task.payloadType().getTypeName());
		}

	}

}
