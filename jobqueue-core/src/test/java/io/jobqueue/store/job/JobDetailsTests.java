package io.jobqueue.store.job;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.jobqueue.FlowId;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.form.StoredFields;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JobDetailsTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "name", ":", ":name", "x:name", "5:name", "-1:name", "2147483647:name" })
	void headerOfAnotherFormIsRefused(String header) {
		StoredFields fields = new StoredFields(List.of(new StoredFields.Field("h", header)));
		assertThatIllegalArgumentException().isThrownBy(() -> JobDetails.of("task", "1", fields));
	}

	@Test
	void jobHasTheFlowOfItsPlace() {
		JobCondition condition = new JobCondition(JobStatus.QUEUED, 0, 0, 0, Instant.EPOCH, Instant.EPOCH, null, null,
				null, JobProgress.NONE, null, null, null, List.of());
		JobDetails details = JobDetails.of("send", "1");
		FlowPlace place = new FlowPlace(FlowId.of("flow-1"), FlowPlace.ON_FAILURE);
		assertThat(details.withFlow(place).info(JobId.of("emails-1"), "emails", List.of(), condition).flow())
			.isEqualTo(place.flow());
		assertThat(details.info(JobId.of("emails-1"), "emails", List.of(), condition).flow()).isNull();
	}

	@Test
	void headersAreRead() {
		StoredFields fields = new StoredFields(
				List.of(new StoredFields.Field("h", "2:a:b:c"), new StoredFields.Field("h", "4:name")));
		assertThat(JobDetails.of("task", "1", fields).headers()).isEqualTo(Map.of("a:", "b:c", "name", ""));
	}

}
