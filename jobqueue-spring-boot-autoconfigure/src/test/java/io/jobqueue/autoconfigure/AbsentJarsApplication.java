package io.jobqueue.autoconfigure;

import java.time.Duration;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application that runs one job and ends; started with jars missing.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class AbsentJarsApplication {

	@Bean
	WelcomeTasks welcomeTasks() {
		return new WelcomeTasks();
	}

	public static void main(String[] args) {
		try (ConfigurableApplicationContext context = SpringApplication.run(AbsentJarsApplication.class, args)) {
			JobId id = context.getBean(JobDispatcher.class).dispatch("welcome", "Ada");
			System.out.println("The job ended as "
					+ context.getBean(JobExplorer.class).await(id, Duration.ofSeconds(20)).status());
		}
	}

}
