package photos;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;

import org.springframework.boot.security.autoconfigure.SecurityProperties;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Says in one line what became of the photos of the inbox.
 */
@Component
class Report {

	private final Environment environment;

	private final SecurityProperties security;

	Report(Environment environment, SecurityProperties security) {
		this.environment = environment;
		this.security = security;
	}

	void print(List<ThumbnailSet> done, int photos, List<JobInfo> webhooks, Duration time) {
		int files = done.stream().mapToInt((set) -> set.files().size()).sum();
		String port = this.environment.getRequiredProperty("local.server.port");
		System.out.printf(Locale.ROOT,
				"%d of %d photos, %d thumbnails; webhooks: %d delivered (%d after a retry), %d dead; in %.1f s. "
						+ "Look at http://127.0.0.1:%s/jobqueue/ (user %s, password %s), /actuator/health, /actuator/prometheus%n",
				done.size(), photos, files, count(webhooks, Report::isDelivered),
				count(webhooks, (job) -> isDelivered(job) && job.attempts() > 1),
				count(webhooks, (job) -> job.status().isDeadLetter()), time.toMillis() / 1000.0, port,
				this.security.getUser().getName(), this.security.getUser().getPassword());
	}

	private static boolean isDelivered(JobInfo job) {
		return job.status() == JobStatus.SUCCESS;
	}

	private static long count(List<JobInfo> jobs, Predicate<JobInfo> which) {
		return jobs.stream().filter(which).count();
	}

}
