package io.jobqueue.dashboard.route;

import io.jobqueue.autoconfigure.properties.DashboardProperties;

/** What a user may do. Each level includes those before it. */
public enum Access {

	/** Nothing. */
	NONE,
	/** See what the dashboard shows. */
	VIEW,
	/** Operate queues, jobs and schedules. */
	OPERATE,
	/** Also what cannot be undone: purge and delete. */
	ADMIN;

	/** Return what all users may do. */
	public static Access of(DashboardProperties.Anonymous anonymous) {
		return switch (anonymous) {
			case NONE -> NONE;
			case VIEW -> VIEW;
			case OPERATE -> OPERATE;
		};
	}

	/** Return whether this level includes another. */
	public boolean includes(Access other) {
		return compareTo(other) >= 0;
	}

	/** Return the lower of two levels. */
	public Access atMost(Access other) {
		return includes(other) ? other : this;
	}

}
