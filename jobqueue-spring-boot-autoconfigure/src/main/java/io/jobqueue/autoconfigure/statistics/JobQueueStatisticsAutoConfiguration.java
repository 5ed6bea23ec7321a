package io.jobqueue.autoconfigure.statistics;

import io.jobqueue.autoconfigure.worker.JobQueueWorkerAutoConfiguration;
import io.jobqueue.statistics.AttemptCounters;
import io.jobqueue.statistics.StatisticsDuty;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.worker.JobWorker;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;

/** The statistics that the worker of an application adds to the store. */
@AutoConfiguration(after = JobQueueWorkerAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "jobqueue.statistics.enabled", matchIfMissing = true)
@ConditionalOnBean(JobWorker.class)
public final class JobQueueStatisticsAutoConfiguration {

	@Bean
	AttemptCounters jobqueueAttemptCounters() {
		return new AttemptCounters();
	}

	@Bean
	StatisticsDuty jobqueueStatisticsDuty(StoreBackend store, AttemptCounters counters) {
		return new StatisticsDuty(store, counters);
	}

}
