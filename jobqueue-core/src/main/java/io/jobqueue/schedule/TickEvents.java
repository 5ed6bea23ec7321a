package io.jobqueue.schedule;

import java.time.Duration;

import io.jobqueue.JobEvent;
import io.jobqueue.JobSchedule.Outcome;
import io.jobqueue.OperatorEvent;
import io.jobqueue.event.JobEvents;
import io.jobqueue.store.schedule.FiringResult;
import io.jobqueue.store.schedule.ScheduleFiring;

/**
 * Publishes changes of schedules, what became of ticks, and that their jobs were stored.
 */
record TickEvents(JobEvents events) {

	void publish(ScheduleFiring firing, ScheduleRules rules, FiringResult result, Duration late) {
		if (this.events.isEmpty() || !result.applied()) {
			return;
		}
		if (firing.missed() != null) {
			publish(rules, Outcome.MISSED, late);
		}
		for (Outcome outcome : result.outcomes()) {
			publish(rules, outcome, late);
			if (outcome == Outcome.FIRED) {
				this.events.publish(new JobEvent.Dispatched(rules.queue(), rules.details().task(), 1));
			}
		}
	}

	void changed(String queue, String schedule, OperatorEvent.ScheduleAct act) {
		this.events.publish(new OperatorEvent.ScheduleChanged(queue, schedule, act));
	}

	private void publish(ScheduleRules rules, Outcome outcome, Duration late) {
		this.events.publish(new JobEvent.Ticked(rules.queue(), rules.details().task(), rules.name(), outcome, late));
	}

}
