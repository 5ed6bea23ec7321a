package io.jobqueue.schedule;

import io.jobqueue.serialization.PayloadMask;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;

import io.jobqueue.JobSchedule;
import io.jobqueue.JobSchedule.State;
import io.jobqueue.Misfire;
import io.jobqueue.Overlap;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.store.schedule.StoredSchedule;

import io.jobqueue.serialization.JacksonJobSerializer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScheduleReadsTests {

	private static final Instant DUE = Instant.parse("2030-01-01T03:00:00Z");

	private static final String DEFINITION = new ScheduleRules("nightly", "reports", "0 0 3 * * *", null,
			ZoneId.of("UTC"), Misfire.ONCE, 1, Overlap.SKIP, Duration.ZERO, JobSchedule.Origin.RUNTIME,
			JobDetails.of("build", "{}"), JobTraits.NONE, "{}")
		.write();

	private final MemoryStoreBackend store = new MemoryStoreBackend(InstantSource.system());

	/** Another release can write them. */
	@Test
	void scheduleThatCannotBeReadHidesNoOther() {
		write("broken-definition", "no field", "", DUE);
		write("broken-marks", DEFINITION, "no field", DUE);
		write("broken-marks-and-not-due", DEFINITION, "\u001fa=soon", null);
		write("whole", DEFINITION, "\u001fp=1", null);
		assertThat(new ScheduleReads(this.store, PayloadMask.of(new JacksonJobSerializer())).list(null, 10))
			.extracting((schedule) -> schedule.name() + " " + schedule.task() + " " + schedule.state())
			.containsExactly("broken-definition ? " + State.ACTIVE, "broken-marks build " + State.ACTIVE,
					"broken-marks-and-not-due build " + State.UNDECLARED, "whole build " + State.PAUSED);
	}

	private void write(String name, String definition, String marks, Instant due) {
		StoredSchedule schedule = new StoredSchedule(name, "reports", 1, due, null, null, null, "", definition, marks,
				null, List.of());
		assertThat(this.store.part(ScheduleStore.class).write(schedule, 0, false)).isTrue();
	}

}
