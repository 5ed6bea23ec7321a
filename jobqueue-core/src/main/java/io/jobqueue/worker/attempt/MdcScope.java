package io.jobqueue.worker.attempt;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.support.LogText;

/**
 * Adds a job to the MDC of a thread until it is closed. The thread then has its previous
 * MDC and context class loader again, whatever the handler has set, because it runs other
 * jobs.
 */
public final class MdcScope {

	private static final Logger logger = LoggerFactory.getLogger(MdcScope.class);

	private final @Nullable Map<String, String> before = MDC.getCopyOfContextMap();

	private final Thread thread = Thread.currentThread();

	private final String name = this.thread.getName();

	private final @Nullable ClassLoader classLoader = this.thread.getContextClassLoader();

	private MdcScope() {
	}

	public static MdcScope of(ClaimedJob job, String task) {
		MdcScope scope = new MdcScope();
		String correlationId = job.correlationId();
		Map<String, String> entries = (scope.before != null) ? new HashMap<>(scope.before) : new HashMap<>();
		entries.put("jobId", job.id().value());
		entries.put("task", task);
		entries.put("queue", job.queue());
		entries.put("attempt", String.valueOf(job.attempt()));
		entries.put("correlationId", LogText.of((correlationId != null) ? correlationId : job.id().value()));
		// One call for all entries: each put may copy the whole map.
		set(entries);
		return scope;
	}

	/** Set the entries that another thread had. */
	static MdcScope of(@Nullable Map<String, String> entries) {
		MdcScope scope = new MdcScope();
		set(entries);
		return scope;
	}

	/**
	 * Set the MDC. A logging system that fails must not change the outcome of the job.
	 */
	private static void set(@Nullable Map<String, String> entries) {
		try {
			if (entries != null) {
				MDC.setContextMap(entries);
			}
			else {
				MDC.clear();
			}
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("The MDC of this thread could not be set; its log lines may name the wrong job", ex);
		}
	}

	public void close() {
		set(this.before);
		if (!this.thread.getName().equals(this.name)) {
			this.thread.setName(this.name);
		}
		if (this.thread.getContextClassLoader() != this.classLoader) {
			this.thread.setContextClassLoader(this.classLoader);
		}
	}

}
