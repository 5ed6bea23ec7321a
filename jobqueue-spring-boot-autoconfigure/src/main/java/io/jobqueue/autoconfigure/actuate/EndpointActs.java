package io.jobqueue.autoconfigure.actuate;

import java.security.Principal;
import java.util.Locale;

import io.jobqueue.JobOperator;
import io.jobqueue.management.AuditTrail;

import org.springframework.boot.actuate.endpoint.SecurityContext;

/** Changes queues and schedules for users of the endpoint, and records each change. */
final class EndpointActs {

	private final JobOperator operator;

	private final AuditTrail audit;

	EndpointActs(JobOperator operator, AuditTrail audit) {
		this.operator = operator;
		this.audit = audit;
	}

	/**
	 * Change a queue.
	 * @return whether the action is known
	 */
	boolean onQueue(SecurityContext security, String queue, String action) {
		String known = action.toLowerCase(Locale.ROOT);
		switch (known) {
			case "pause" -> this.operator.pause(queue);
			case "resume" -> this.operator.resume(queue);
			default -> {
				return false;
			}
		}
		this.audit.record(user(security), known, "queue " + queue, 1);
		return true;
	}

	/**
	 * Change a schedule.
	 * @return whether the action is known
	 */
	boolean onSchedule(SecurityContext security, String name, String action) {
		String known = action.toLowerCase(Locale.ROOT);
		switch (known) {
			case "pause" -> this.operator.pauseSchedule(name);
			case "resume" -> this.operator.resumeSchedule(name);
			case "trigger" -> this.operator.triggerSchedule(name);
			default -> {
				return false;
			}
		}
		this.audit.record(user(security), known, "schedule " + name, 1);
		return true;
	}

	private static String user(SecurityContext security) {
		Principal principal = security.getPrincipal();
		return (principal != null) ? principal.getName() : "anonymous";
	}

}
