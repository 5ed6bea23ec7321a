package io.jobqueue.autoconfigure.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.jobqueue.DurationText;
import io.jobqueue.JobSchedules;
import io.jobqueue.PayloadValidator;
import io.jobqueue.autoconfigure.StoreHealthDetails;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.autoconfigure.worker.JobQueueWorkerAutoConfiguration;
import io.jobqueue.dispatch.DispatchOptions;
import io.jobqueue.dispatch.JobPreparation;
import io.jobqueue.dispatch.PayloadWriter;
import io.jobqueue.event.JobEvents;
import io.jobqueue.schedule.DeclaredSchedules;
import io.jobqueue.schedule.ScheduleTimer;
import io.jobqueue.schedule.StoreJobSchedules;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.serialization.PayloadMask;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.worker.JobWorker;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Recurring jobs, and the timer that fires them in an application that runs jobs. */
@AutoConfiguration(after = JobQueueWorkerAutoConfiguration.class)
public final class JobQueueScheduleAutoConfiguration {

	@Bean
	StoreSchedules jobqueueStoreSchedules(StoreBackend store, TaskRegistry tasks, DispatchOptions options,
			PayloadValidator validator, JobEvents events, PayloadMask mask) {
		InstantSource clock = InstantSource.system();
		JobPreparation preparation = new JobPreparation(tasks, new PayloadWriter(mask.serializer(), options, validator),
				List.of(), options.maxDelay(), clock);
		return new StoreSchedules(new StoreJobSchedules(store, preparation, events, clock, mask));
	}

	@Bean
	@ConditionalOnMissingBean
	JobSchedules jobSchedules(StoreSchedules schedules) {
		return schedules.schedules();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "jobqueue.worker.enabled", havingValue = "true", matchIfMissing = true)
	static class TimerConfiguration {

		@Bean
		DeclaredSchedules jobqueueDeclaredSchedules(TaskRegistry tasks, JobSerializer serializer,
				Environment environment) {
			return new DeclaredSchedules(tasks, serializer, environment::resolveRequiredPlaceholders);
		}

		@Bean
		ScheduleTimer jobqueueScheduleTimer(StoreBackend store, StoreSchedules schedules, DeclaredSchedules declared,
				JobQueueProperties properties, JobWorker worker) {
			return new ScheduleTimer(store, schedules.schedules(),
					declared.read(ScheduleSettings.values(properties.schedules())),
					() -> worker.isDraining() ? List.of() : worker.queues(), worker::id);
		}

		@Bean
		StoreHealthDetails jobqueueOverdueSchedules(ScheduleTimer timer) {
			return () -> details(timer.overdue(), timer.farAhead());
		}

		private static Map<String, Object> details(Map<String, Duration> overdue, Map<String, Instant> farAhead) {
			Map<String, Object> details = new TreeMap<>();
			if (!overdue.isEmpty()) {
				Map<String, String> texts = new TreeMap<>();
				overdue.forEach((name, length) -> texts.put(name, DurationText.ofMeasured(length)));
				details.put("overdueSchedules", texts);
			}
			if (!farAhead.isEmpty()) {
				Map<String, String> texts = new TreeMap<>();
				farAhead.forEach((name, due) -> texts.put(name, due.toString()));
				details.put("schedulesFarAhead", texts);
			}
			return details;
		}

	}

}
