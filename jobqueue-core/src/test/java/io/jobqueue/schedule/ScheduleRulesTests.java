package io.jobqueue.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobSchedule.Origin;
import io.jobqueue.Misfire;
import io.jobqueue.Overlap;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.schedule.StoredSchedule;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The stored form of schedules. Another release must be able to read it. */
class ScheduleRulesTests {

	private static final ScheduleRules RULES = new ScheduleRules("nightly", "reports", "0 30 2 * * *", null,
			ZoneId.of("Europe/Berlin"), Misfire.ALL, 7, Overlap.QUEUE, Duration.ofSeconds(30), Origin.CODE,
			JobDetails.of("reports.build", "{\"a\":1}").withHeaders(Map.of("tenant", "acme")), JobTraits.NONE,
			"{\"a\":1}");

	private static final String TEXT = "\u001fc=0 30 2 * * *\u001fz=Europe/Berlin\u001fm=ALL\u001fk=7\u001fo=QUEUE"
			+ "\u001fj=30000\u001fg=CODE\u001fd=Areports.build\u0010001fh=6:tenantacme\u0010001e{\"a\":1}";

	private static StoredSchedule stored(String definition) {
		return new StoredSchedule("nightly", "reports", 1, null, null, null, null, "", definition, "", null, List.of());
	}

	@Test
	void formIsKnown() {
		assertThat(RULES.write()).isEqualTo(TEXT);
		assertThat(RULES.fingerprint()).hasSize(32);
		assertThat(ScheduleRules.read(stored(TEXT))).isEqualTo(RULES);
	}

	@Test
	void fieldsOfAnotherReleaseAreIgnored() {
		assertThat(ScheduleRules.read(stored(TEXT + "\u001fnew=1"))).isEqualTo(RULES);
	}

	@Test
	void fingerprintIsThatOfAllFields() {
		ScheduleRules other = new ScheduleRules("nightly", "reports", null, Duration.ofMinutes(1),
				ZoneId.of("Europe/Berlin"), Misfire.ALL, 7, Overlap.QUEUE, Duration.ofSeconds(30), Origin.CODE,
				RULES.details(), JobTraits.NONE, RULES.payload());
		assertThat(other.fingerprint()).isNotEqualTo(RULES.fingerprint());
		assertThat(other.hasTicksOf(RULES)).isFalse();
		assertThat(ScheduleRules.read(stored(other.write()))).isEqualTo(other);
	}

	@Test
	void marksAreKept() {
		ScheduleMarks marks = new ScheduleMarks(true, true, Instant.ofEpochMilli(1234));
		assertThat(marks.write()).isEqualTo("\u001fp=1\u001fu=1\u001fa=1234");
		assertThat(ScheduleMarks.read(marks.write())).isEqualTo(marks);
		assertThat(ScheduleMarks.read("")).isEqualTo(ScheduleMarks.NONE);
	}

}
