package io.jobqueue.autoconfigure;

import io.jobqueue.annotation.JobTask;

/**
 * A handler for tests.
 */
public class WelcomeTasks {

	@JobTask(queue = "emails", name = "welcome")
	public String welcome(String name) {
		return "Welcome, " + name;
	}

}
