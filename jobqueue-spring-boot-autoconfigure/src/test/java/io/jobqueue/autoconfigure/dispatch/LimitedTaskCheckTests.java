package io.jobqueue.autoconfigure.dispatch;

import io.jobqueue.JobEvent;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class LimitedTaskCheckTests {

	@Test
	void limitedTaskInSeveralQueuesIsWarnedOfOnce(CapturedOutput output) {
		Contexts.inMemory().withBean(Imports.class).run((context) -> {
			LimitedTaskCheck check = context.getBean(LimitedTaskCheck.class);
			check.onEvent(new JobEvent.Dispatched("imports", "import", 1));
			check.onEvent(new JobEvent.Dispatched("other", "plain", 1));
			assertThat(check.details()).isEmpty();
			check.onEvent(new JobEvent.Dispatched("critical", "import", 1));
			check.onEvent(new JobEvent.Dispatched("bulk", "import", 1));
			assertThat(check.details()).extractingByKey("limitedTasksInSeveralQueues")
				.hasToString("{import=[bulk, critical, imports]}");
			assertThat(output).containsOnlyOnce("Jobs of task 'import', whose queue is 'imports', are dispatched to");
		});
	}

	static class Imports {

		@JobTask(name = "import", queue = "imports", maxRunning = 5)
		void run() {
		}

		@JobTask(name = "plain", queue = "imports")
		void plain() {
		}

	}

}
