package io.jobqueue.dashboard;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.jobqueue.JobContext;
import io.jobqueue.annotation.JobSchedule;
import io.jobqueue.annotation.JobTask;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;

/** An application with tasks and a dashboard. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class TestApplication {

	public static final String HOSTILE = "<img src=x onerror=\"document.title='hostile'\">";

	final List<DashboardAct> acts = new CopyOnWriteArrayList<>();

	@EventListener
	void record(DashboardAct act) {
		this.acts.add(act);
	}

	@Bean
	Tasks tasks() {
		return new Tasks();
	}

	static UserDetails user(String name, String authority) {
		return User.withUsername(name).password("{noop}" + name).authorities(authority).build();
	}

	/** Tasks with each kind of end. */
	public static class Tasks {

		@JobTask(name = "succeed", queue = "emails", maxRunning = 3)
		@JobSchedule(name = "nightly", cron = "0 0 3 * * *")
		public String succeed(@Nullable String text) {
			return "done: " + text;
		}

		@JobTask(name = "fail", queue = "payments")
		public void fail(String text) {
			JobContext.current().log("Reads {}", text);
			JobContext.current().step("open " + text, () -> text);
			throw new IllegalArgumentException("Cannot read " + text);
		}

	}

}
