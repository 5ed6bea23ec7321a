package io.jobqueue.autoconfigure.logs;

import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.autoconfigure.worker.JobQueueWorkerAutoConfiguration;
import io.jobqueue.task.TaskRegistry;

import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ResourceLoader;

/** Adds the lines that jobs write by SLF4J to their logs. */
@AutoConfiguration(after = JobQueueWorkerAutoConfiguration.class)
@ConditionalOnProperty(name = "jobqueue.worker.enabled", havingValue = "true", matchIfMissing = true)
public final class JobQueueLogsAutoConfiguration {

	@Bean
	CapturedLogs jobqueueCapturedLogs(TaskRegistry tasks, JobQueueProperties properties, ResourceLoader resources) {
		return new CapturedLogs(properties.logs().capture(), tasks.tasks(), LoggerFactory.getILoggerFactory(),
				resources.getClassLoader());
	}

}
