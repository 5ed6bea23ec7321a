package io.jobqueue.autoconfigure.properties;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The page of the module jobqueue-dashboard: the keys under {@code jobqueue.dashboard}.
 *
 * @param enabled Whether this application serves the dashboard.
 * @param path Path of the page, below the context path of the application.
 * @param anonymous What a user may do who is not authenticated.
 * @param readOnly Whether the page and its API only show, for all users.
 * @param payloads How payloads, results, log lines and values of headers are shown.
 * @param authorities Authorities of Spring Security, each also valid with the prefix
 * ROLE_.
 */
public record DashboardProperties(@DefaultValue("false") boolean enabled, @DefaultValue("/jobqueue") String path,
		@DefaultValue("none") Anonymous anonymous, @DefaultValue("false") boolean readOnly,
		@DefaultValue("shown") Payloads payloads, @DefaultValue Authorities authorities) {

	/** What a user may do who is not authenticated. */
	public enum Anonymous {

		/** Nothing. */
		NONE,
		/** See everything that the dashboard shows. */
		VIEW,
		/** Also operate queues, jobs and schedules, but not purge or delete. */
		OPERATE

	}

	/** How payloads, results, log lines and values of headers are shown. */
	public enum Payloads {

		/** As they are stored. */
		SHOWN,
		/** Their structure, with a placeholder for each value. */
		MASKED,
		/** Not at all. */
		HIDDEN

	}

	/**
	 * Authorities of Spring Security.
	 *
	 * @param view Authority to see.
	 * @param operate Authority to see, and to operate queues, jobs and schedules.
	 * @param admin Authority to do everything, also what cannot be undone: purge and
	 * delete.
	 */
	public record Authorities(@DefaultValue("JOBQUEUE_VIEW") String view,
			@DefaultValue("JOBQUEUE_OPERATE") String operate, @DefaultValue("JOBQUEUE_ADMIN") String admin) {
	}

}
