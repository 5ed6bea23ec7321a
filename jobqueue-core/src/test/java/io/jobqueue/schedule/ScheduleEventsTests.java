package io.jobqueue.schedule;

import java.time.Duration;

import io.jobqueue.JobEvent;
import io.jobqueue.JobSchedule.Outcome;
import io.jobqueue.OperatorEvent.ScheduleAct;
import io.jobqueue.OperatorEvent.ScheduleChanged;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScheduleEventsTests extends ScheduleScene {

	@Test
	void eachChangeOfAScheduleIsPublished() {
		this.schedules.put(definition("all"));
		this.schedules.pause("all");
		this.schedules.resume("all");
		this.schedules.trigger("all");
		this.schedules.remove("all");
		assertThat(this.events).containsExactly(changed(ScheduleAct.PUT), changed(ScheduleAct.PAUSE),
				changed(ScheduleAct.RESUME),
				new JobEvent.Ticked(QUEUE, "reports.build", "all", Outcome.FIRED, Duration.ZERO),
				new JobEvent.Dispatched(QUEUE, "reports.build", 1), changed(ScheduleAct.REMOVE));
	}

	@Test
	void scheduleThatDoesNotExistHasNoEvent() {
		assertThat(this.schedules.pause("none")).isFalse();
		assertThat(this.schedules.resume("none")).isFalse();
		assertThat(this.schedules.remove("none")).isFalse();
		assertThat(this.events).isEmpty();
	}

	@Test
	void declarationOfAWorkerHasNoEvent() {
		worker(definition("all")).runOnce();
		assertThat(this.schedules.find("all")).isNotNull();
		assertThat(this.events).isEmpty();
	}

	private static ScheduleChanged changed(ScheduleAct act) {
		return new ScheduleChanged(QUEUE, "all", act);
	}

}
