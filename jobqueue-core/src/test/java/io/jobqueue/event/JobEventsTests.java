package io.jobqueue.event;

import java.util.ArrayList;
import java.util.List;

import io.jobqueue.JobEvent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class JobEventsTests {

	private final List<JobEvent> seen = new ArrayList<>();

	private final JobEvents events = new JobEvents(List.of((event) -> {
		throw new IllegalStateException("on purpose");
	}, this.seen::add));

	@Test
	void listenerThatFailsWithEachEventIsLoggedOnceAMinute(CapturedOutput output) {
		for (int i = 0; i < 100; i++) {
			this.events.publish(new JobEvent.Dispatched("q", "task", 1));
		}
		this.events.publish(new JobEvent.Unsent("q", "task", 1));
		assertThat(this.seen).hasSize(101);
		assertThat(output).containsOnlyOnce("failed with an event Dispatched")
			.containsOnlyOnce("failed with an event Unsent");
	}

}
