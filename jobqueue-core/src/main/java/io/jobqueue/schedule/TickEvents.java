package io.jobqueue.schedule;

import java.time.Duration;

import io.jobqueue.JobEvent;
import io.jobqueue.JobSchedule.Outcome;
import io.jobqueue.event.JobEvents;
import io.jobqueue.store.schedule.FiringResult;
import io.jobqueue.store.schedule.ScheduleFiring;

/** Publishes what became of ticks, and that their jobs were stored. */
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

	private void publish(ScheduleRules rules, Outcome outcome, Duration late) {
		this.events.publish(new JobEvent.Ticked(rules.queue(), rules.details().task(), rules.name(), outcome, late));
	}

}
