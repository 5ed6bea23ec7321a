package io.jobqueue.dashboard.audit;

import java.time.InstantSource;

import io.jobqueue.dashboard.DashboardAct;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.store.support.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;

/** Logs each act, and publishes it. */
public final class Audit {

	private static final Logger logger = LoggerFactory.getLogger("io.jobqueue.dashboard.audit");

	private final ApplicationEventPublisher events;

	private final InstantSource clock;

	/**
	 * Create an audit.
	 * @param events where acts are published
	 * @param clock the clock of this application
	 */
	public Audit(ApplicationEventPublisher events, InstantSource clock) {
		this.events = events;
		this.clock = clock;
	}

	/** Record that a user has changed something. */
	public void record(Call call, String action, String target, long count) {
		DashboardAct act = new DashboardAct(this.clock.instant(), call.user(), action, target, count);
		logger.info("User '{}': {} {} ({} changed)", LogText.of(act.user()), act.action(), LogText.of(act.target()),
				act.count());
		this.events.publishEvent(act);
	}

}
