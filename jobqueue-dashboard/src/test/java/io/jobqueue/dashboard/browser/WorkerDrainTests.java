package io.jobqueue.dashboard.browser;

import java.util.List;

import io.jobqueue.JobExplorer;
import io.jobqueue.WorkerInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** A worker is drained and resumed, in a browser. */
class WorkerDrainTests extends BrowserTest {

	WorkerDrainTests() {
		super(List.of(), "jobqueue.dashboard.anonymous=operate");
	}

	@Test
	void workerIsDrainedAndResumed() {
		open("workers");
		this.page.until("document.querySelector('main section')");
		String worker = worker().id();
		this.page.press("Drain worker " + worker);
		this.page.until("document.getElementById('dialog').textContent.includes('takes no more jobs')");
		this.page.press("Drain the worker");
		this.page.until("document.querySelector('main .status')?.dataset.status === 'DRAINING'");
		assertThat(worker().draining()).isTrue();
		assertThat(text()).contains("It takes no more jobs");
		this.page.press("Resume worker " + worker);
		this.page.until("!document.querySelector('main .status')");
		assertThat(worker().draining()).isFalse();
		assertThat(this.server.bean(JobExplorer.class).audit(null, 2).entries()).extracting("action", "target")
			.containsExactly(tuple("resume", "worker " + worker), tuple("drain", "worker " + worker));
	}

	private WorkerInfo worker() {
		return this.server.bean(JobExplorer.class).workers().get(0);
	}

}
