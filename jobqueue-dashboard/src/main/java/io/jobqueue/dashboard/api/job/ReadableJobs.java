package io.jobqueue.dashboard.api.job;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.store.error.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads jobs that a view shows beside something else. One that cannot be read, because
 * another release has stored it, hides itself only.
 */
public final class ReadableJobs {

	private static final Logger logger = LoggerFactory.getLogger(ReadableJobs.class);

	private ReadableJobs() {
	}

	/**
	 * Read jobs, by one call unless one of them cannot be read.
	 * @return those that the store has and that can be read
	 * @throws StoreUnavailableException if the store does not answer
	 */
	public static Map<JobId, JobInfo> find(JobExplorer explorer, List<JobId> ids) {
		if (ids.isEmpty()) {
			return Map.of();
		}
		try {
			return explorer.findAll(ids);
		}
		catch (StoreUnavailableException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			logger.debug("Of {} jobs, one at least cannot be read", ids.size(), ex);
			return (ids.size() == 1) ? Map.of() : inHalves(explorer, ids);
		}
	}

	private static Map<JobId, JobInfo> inHalves(JobExplorer explorer, List<JobId> ids) {
		int middle = ids.size() / 2;
		Map<JobId, JobInfo> jobs = new HashMap<>(find(explorer, ids.subList(0, middle)));
		jobs.putAll(find(explorer, ids.subList(middle, ids.size())));
		return jobs;
	}

}
