package io.jobqueue.autoconfigure.worker;

import java.util.Map;

import io.jobqueue.autoconfigure.properties.BoundProperties;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.maintenance.RetentionOptions;
import io.jobqueue.worker.options.LogOptions;
import io.jobqueue.worker.options.WorkerOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WorkerSettingsTests {

	@Test
	void defaultsAreThoseOfTheCore() {
		JobQueueProperties properties = BoundProperties.of(Map.of());
		assertThat(WorkerSettings.options(properties.worker())).isEqualTo(WorkerOptions.DEFAULT);
		assertThat(RetentionSettings.options(properties.retention())).isEqualTo(RetentionOptions.DEFAULT);
		assertThat(WorkerSettings.logs(properties.logs())).isEqualTo(LogOptions.DEFAULT);
	}

}
