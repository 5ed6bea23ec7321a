package io.jobqueue.autoconfigure;

import io.jobqueue.autoconfigure.actuate.JobQueueEndpointAutoConfiguration;
import io.jobqueue.autoconfigure.actuate.JobQueueHealthAutoConfiguration;
import io.jobqueue.autoconfigure.dispatch.JobQueueDispatchAutoConfiguration;
import io.jobqueue.autoconfigure.flow.JobQueueFlowAutoConfiguration;
import io.jobqueue.autoconfigure.jdbc.JdbcStoreAutoConfiguration;
import io.jobqueue.autoconfigure.logs.JobQueueLogsAutoConfiguration;
import io.jobqueue.autoconfigure.metrics.JobQueueMetricsAutoConfiguration;
import io.jobqueue.autoconfigure.metrics.JobQueueSamplerAutoConfiguration;
import io.jobqueue.autoconfigure.observation.JobQueueObservationAutoConfiguration;
import io.jobqueue.autoconfigure.outbox.OutboxAutoConfiguration;
import io.jobqueue.autoconfigure.payload.store.JobQueuePayloadCollectionAutoConfiguration;
import io.jobqueue.autoconfigure.payload.store.JobQueuePayloadStoreAutoConfiguration;
import io.jobqueue.autoconfigure.reference.JobQueueReferenceAutoConfiguration;
import io.jobqueue.autoconfigure.raw.JobQueueRawAutoConfiguration;
import io.jobqueue.autoconfigure.redis.RedisStoreAutoConfiguration;
import io.jobqueue.autoconfigure.schedule.JobQueueScheduleAutoConfiguration;
import io.jobqueue.autoconfigure.statistics.JobQueueStatisticsAutoConfiguration;
import io.jobqueue.autoconfigure.task.JobQueueTaskAutoConfiguration;
import io.jobqueue.autoconfigure.transaction.JobQueueTransactionAutoConfiguration;
import io.jobqueue.autoconfigure.validation.JobQueueValidationAutoConfiguration;
import io.jobqueue.autoconfigure.worker.JobQueueWorkerAutoConfiguration;
import io.jobqueue.testsupport.TestRedis;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Application contexts with all of jobqueue's auto-configurations.
 */
public final class Contexts {

	private Contexts() {
	}

	public static ApplicationContextRunner jobQueue() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JobQueueAutoConfiguration.class,
				JobQueueEndpointAutoConfiguration.class, JobQueueTaskAutoConfiguration.class,
				JobQueueDispatchAutoConfiguration.class, JobQueueHealthAutoConfiguration.class,
				JobQueueMetricsAutoConfiguration.class, JobQueueObservationAutoConfiguration.class,
				JobQueueSamplerAutoConfiguration.class, JobQueueWorkerAutoConfiguration.class,
				JobQueueScheduleAutoConfiguration.class, MemoryStoreAutoConfiguration.class,
				RedisStoreAutoConfiguration.class, JdbcStoreAutoConfiguration.class, OutboxAutoConfiguration.class,
				JobQueueStatisticsAutoConfiguration.class, JobQueueValidationAutoConfiguration.class,
				JobQueueRawAutoConfiguration.class, JobQueueLogsAutoConfiguration.class,
				JobQueueTransactionAutoConfiguration.class, JobQueueFlowAutoConfiguration.class,
				JobQueuePayloadStoreAutoConfiguration.class, JobQueuePayloadCollectionAutoConfiguration.class,
				JobQueueReferenceAutoConfiguration.class));
	}

	public static ApplicationContextRunner inMemory() {
		return jobQueue().withPropertyValues("jobqueue.store=memory");
	}

	/** On the Redis of the tests, in a namespace of its own. */
	public static ApplicationContextRunner withRedis() {
		return jobQueue().withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.host=" + TestRedis.shared().host(),
					"spring.data.redis.port=" + TestRedis.shared().port(),
					"jobqueue.namespace=" + TestRedis.namespace());
	}

	/** Check that a context fails to start, with a message that has the text. */
	public static void assertFails(ApplicationContextRunner runner, String text) {
		runner.run((context) -> {
			assertThat(context).hasFailed();
			StringBuilder messages = new StringBuilder();
			for (Throwable cause = context.getStartupFailure(); cause != null; cause = cause.getCause()) {
				messages.append(cause.getMessage()).append('\n').append(cause).append('\n');
			}
			assertThat(messages.toString()).contains(text);
		});
	}

	/** With a database in memory of its own, and its transactions. */
	public static ApplicationContextRunner withDatabase() {
		return jobQueue()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class,
					DataSourceInitializationAutoConfiguration.class, JdbcTemplateAutoConfiguration.class))
			.withPropertyValues("spring.datasource.generate-unique-name=true");
	}

}
