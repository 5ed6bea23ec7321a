package photos;

import io.jobqueue.JobError;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Says where a job stands.
 */
@RestController
class JobsController {

	private final JobExplorer explorer;

	JobsController(JobExplorer explorer) {
		this.explorer = explorer;
	}

	@GetMapping("/jobs/{id}")
	JobView job(@PathVariable JobId id) {
		JobInfo job = this.explorer.find(id)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no job '" + id + "'"));
		JobError error = job.error();
		return new JobView(id.value(), job.status(), job.attempts(), job.progress(),
				this.explorer.result(id, Object.class).orElse(null), (error != null) ? error.message() : null);
	}

	record JobView(String id, JobStatus status, int attempts, double progress, @Nullable Object result,
			@Nullable String error) {
	}

}
