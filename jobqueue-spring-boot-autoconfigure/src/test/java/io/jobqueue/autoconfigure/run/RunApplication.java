package io.jobqueue.autoconfigure.run;

import java.util.concurrent.TimeUnit;

import io.jobqueue.JobContext;
import io.jobqueue.JobFailure;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.annotation.OnFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** An application whose tasks run from the command line. */
@SpringBootApplication
class RunApplication {

	public static void main(String[] args) {
		SpringApplication.run(RunApplication.class, args);
	}

	@Bean
	Sums sums() {
		return new Sums();
	}

	record Pair(int a, int b) {
	}

	static class Sums {

		@JobTask
		int add(Pair pair) {
			return pair.a() + pair.b();
		}

		@JobTask
		String greet(String name, JobContext job) {
			return "Hello " + name + ", attempt " + job.attempt();
		}

		@JobTask
		@Nullable String fail() {
			throw new IllegalStateException("no luck");
		}

		@OnFailure("sums.fail")
		void failed(JobFailure failure) {
			System.out.println("Told of the end as " + failure.status());
		}

		@JobTask(timeout = "200ms")
		void hang() throws InterruptedException {
			TimeUnit.HOURS.sleep(1);
		}

	}

}
