package io.jobqueue.dashboard.audit;

import java.time.InstantSource;

import io.jobqueue.dashboard.DashboardAct;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.management.AuditTrail;

import org.springframework.context.ApplicationEventPublisher;

/** Records each act, and publishes it. */
public final class Audit {

	private final AuditTrail trail;

	private final ApplicationEventPublisher events;

	private final InstantSource clock;

	private final Runnable then;

	/**
	 * Create an audit.
	 * @param trail logs acts and keeps them in the store
	 * @param events where acts are published
	 * @param clock the clock of this application
	 */
	public Audit(AuditTrail trail, ApplicationEventPublisher events, InstantSource clock) {
		this(trail, events, clock, () -> {
		});
	}

	private Audit(AuditTrail trail, ApplicationEventPublisher events, InstantSource clock, Runnable then) {
		this.trail = trail;
		this.events = events;
		this.clock = clock;
		this.then = then;
	}

	/** Return this audit, which runs an action after each act. */
	public Audit then(Runnable action) {
		return new Audit(this.trail, this.events, this.clock, action);
	}

	/** Record that a user has changed something. */
	public void record(Call call, String action, String target, long count) {
		try {
			this.trail.record(call.user(), action, target, count);
			this.events.publishEvent(new DashboardAct(this.clock.instant(), call.user(), action, target, count));
		}
		finally {
			this.then.run();
		}
	}

	/**
	 * Record that a user is about to change many jobs: if the process ends meanwhile,
	 * that is known.
	 */
	public void begin(Call call, String action, String target) {
		this.trail.record(call.user(), "begin " + action, target, 0);
	}

}
